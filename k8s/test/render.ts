import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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

/** The overlays, each also with the components that users may add to it. */
export const VARIANTS = ['local', 'production', 'local + kafka-bridge', 'production + kafka-bridge'] as const;
export type Variant = (typeof VARIANTS)[number];

/** The objects of an overlay, as `kubectl apply -k` would send them. */
export function render(variant: Variant): Manifest[] {
  const [overlay = '', ...components] = variant.split(' + ');
  if (components.length === 0) return renderFolder(join(REPO, 'k8s', 'overlays', overlay));
  // The files with the lines that users add, beside what they refer to.
  const copy = mkdtempSync(join(tmpdir(), 'celerity-k8s-'));
  try {
    for (const folder of ['k8s', 'monitoring', 'docker/rabbitmq'])
      cpSync(join(REPO, folder), join(copy, folder), {
        recursive: true,
        filter: (path) => basename(path) !== 'node_modules',
      });
    const file = join(copy, 'k8s', 'overlays', overlay, 'kustomization.yaml');
    const list = components.map((name) => `../../components/${name}`).join(', ');
    writeFileSync(file, `${readFileSync(file, 'utf8')}components: [${list}]\n`);
    return renderFolder(join(copy, 'k8s', 'overlays', overlay));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function renderFolder(folder: string): Manifest[] {
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
