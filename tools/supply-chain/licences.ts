import { readFileSync } from 'node:fs';

/** Licences that let anybody use, change and pass on what we deliver. */
const PERMITTED = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  '0BSD',
  'Unlicense',
  'CC0-1.0',
  'Python-2.0',
  'Zlib',
]);

/** Packages that are looked at by hand: why each may stay. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'axe-core': 'MPL-2.0; checks the dashboard in tests and is delivered to nobody',
  'passport-strategy': 'the MIT text is in its LICENSE',
  pause: 'the MIT text is in its Readme',
};

/** A package that is delivered. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string | null;
  readonly integrity: string | null;
}

interface LockEntry {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** What production installs, as the lock file says. */
export function deliveredPackages(lockFile: string): Package[] {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as { packages: Record<string, LockEntry> };
  return Object.entries(packages)
    .filter(([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link)
    .map(([path, { version, license, integrity }]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version,
      licence: license ?? null,
      integrity: integrity ?? null,
    }));
}

/** True when one of the alternatives, or all that hold together, are permitted. */
export function isPermitted({ name, licence }: Pick<Package, 'name' | 'licence'>): boolean {
  if (Object.hasOwn(EXCEPTIONS, name)) return true;
  if (licence === null) return false;
  return licence
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => PERMITTED.has(one.trim())));
}
