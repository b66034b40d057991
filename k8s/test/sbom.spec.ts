import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Bom {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly name: string } };
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly name: string;
    readonly purl: string;
    readonly hashes?: readonly { readonly content: string }[];
  }[];
}

const REPO = join(__dirname, '..', '..');

it('lists what npm installed for an image, each package once and by its contents', () => {
  const program = join(REPO, 'docker/sbom.mjs');
  const text = execFileSync(process.execPath, [program, 'worker', REPO], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  const { bomFormat, metadata, components } = JSON.parse(text) as Bom;
  expect(bomFormat).toBe('CycloneDX');
  expect(metadata.component.name).toBe('@celerity/worker');
  expect(components.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['@nestjs/core', 'amqplib', 'pg']),
  );
  expect(new Set(components.map((one) => one['bom-ref'])).size).toBe(components.length);
  for (const { purl, hashes } of components) {
    expect(purl).toMatch(/^pkg:npm\/(%40[^/]+\/)?[^/@]+@\d/);
    expect(hashes?.[0]?.content).toMatch(/^[0-9a-f]{128}$/);
  }
});
