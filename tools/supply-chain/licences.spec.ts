import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { deliveredPackages, isPermitted } from './licences.js';

const ROOT = join(__dirname, '../..');
const packages = deliveredPackages(join(ROOT, 'package-lock.json'));

it('delivers only what anybody may use and pass on', () => {
  expect(packages.length).toBeGreaterThan(200);
  expect(packages.filter((one) => !isPermitted(one))).toEqual([]);
});

it('pins every package by what is in it', () => {
  expect(packages.filter(({ integrity }) => !integrity?.startsWith('sha512-'))).toEqual([]);
});

it.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-or-later)', true],
  ['(MIT AND Zlib)', true],
  ['(MIT AND GPL-3.0-only)', false],
  ['GPL-3.0-only', false],
  [null, false],
])('judges %s: %s', (licence, permitted) => {
  expect(isPermitted({ name: 'some-package', licence })).toBe(permitted);
});

it('lists what is in it as an SBOM, without a network', () => {
  const words = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--omit', 'dev', '--offline'];
  const text = execFileSync('npm', words, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const { bomFormat, components } = JSON.parse(text) as { bomFormat: string; components: { name: string }[] };
  expect(bomFormat).toBe('CycloneDX');
  expect(components.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['@nestjs/core', 'amqplib', 'pg']),
  );
}, 60_000);
