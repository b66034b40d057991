import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from './manifest.ts';

const REPO = join(__dirname, '..', '..');

/** Older ones carry a kustomize that cannot read these files. */
const OLDEST_MINOR = 27;

/** True when this machine has a kubectl that can render the manifests. */
export function canRender(): boolean {
  try {
    const version = execFileSync('kubectl', ['version', '--client', '--output=json'], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    const { clientVersion } = JSON.parse(version) as { clientVersion: { minor: string } };
    return Number.parseInt(clientVersion.minor, 10) >= OLDEST_MINOR;
  } catch {
    return false;
  }
}

/** The objects of an overlay, as `kubectl apply -k` would send them. */
export function render(overlay: string): Manifest[] {
  const folder = join(REPO, 'k8s', 'overlays', overlay);
  const text = execFileSync('kubectl', ['kustomize', folder], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  return parseAllDocuments(text).map((document) => unfolded(document.toJS() as Manifest));
}

/** kustomize breaks long secrets into lines, which Kubernetes reads and the schema's pattern does not. */
function unfolded(manifest: Manifest): Manifest {
  if (manifest.kind !== 'Secret') return manifest;
  const data = Object.entries(manifest.data ?? {}).map(([key, value]) => [key, value.replaceAll('\n', '')]);
  return { ...manifest, data: Object.fromEntries(data) as Record<string, string> };
}
