// Prints what an image carries as CycloneDX: node docker/sbom.mjs <app> <folder with node_modules>
// It reads what npm wrote down of its installation, so each image lists its own packages and no others.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [app, folder] = process.argv.slice(2);
const readJson = (...path) => JSON.parse(readFileSync(join(...path), 'utf8'));
const service = readJson(folder, 'apps', app, 'package.json');
const { packages } = readJson(folder, 'node_modules', '.package-lock.json');

const components = Object.entries(packages)
  .filter(([path, { link }]) => path.includes('node_modules/') && !link)
  .map(([path, { name, version, license, integrity }]) => {
    const called = name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const purl = `pkg:npm/${called.replace('@', '%40')}@${version}`;
    return {
      type: 'library',
      // A package may be there twice in one version, in two folders.
      'bom-ref': `${purl}#${path}`,
      name: called,
      version,
      purl,
      ...(license ? { licenses: [licence(license)] } : {}),
      ...(integrity ? { hashes: [sha512(integrity)] } : {}),
    };
  });

const bom = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  serialNumber: `urn:uuid:${randomUUID()}`,
  version: 1,
  metadata: {
    timestamp: new Date().toISOString(),
    component: { type: 'application', 'bom-ref': service.name, name: service.name, version: service.version },
  },
  components,
};
process.stdout.write(`${JSON.stringify(bom, null, 1)}\n`);

/** Several together are an expression; what is no SPDX id is only a name. */
function licence(text) {
  if (/ (OR|AND) /.test(text)) return { expression: text };
  return { license: /^[\w.+-]+$/.test(text) ? { id: text } : { name: text } };
}

function sha512(integrity) {
  const [, digest = ''] = integrity.split('sha512-');
  return { alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') };
}
