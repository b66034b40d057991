import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ADMIN_PASSWORD, System } from './support/system.ts';

let system: System;

beforeAll(async () => {
  system = await System.start();
});

afterAll(() => system.stop());

/** The lines under "A first session", as they stand in a README. */
async function session(readme: string): Promise<string> {
  const text = await readFile(join(__dirname, '..', readme), 'utf8');
  const found = /<!-- [^>]*readme\.e2e\.ts[^>]*-->\n```bash\n([\s\S]*?)```/.exec(text);
  if (!found?.[1]) throw new Error(`${readme} has no session`);
  return found[1];
}

it.each(['README.md', 'README.zh-CN.md'])('%s: the session works when pasted', async (readme) => {
  const folder = join(tmpdir(), `celerity-readme-${process.pid}-${readme}`);
  await mkdir(join(folder, '.celerity'), { recursive: true });
  await writeFile(join(folder, '.celerity/admin-password'), `${ADMIN_PASSWORD}\n`);
  const script = (await session(readme)).replace('http://localhost:8000', system.services.gateway.url);
  const { stdout } = await promisify(execFile)('bash', ['-euc', script], { cwd: folder });
  expect(stdout).toMatch(/"status":"(PENDING|STARTED|PROGRESS)"/);
  expect(stdout).toMatch(/"status":"SUCCESS","result":\{"seconds":2/);
  expect(stdout).toContain('"results":[');
  expect(stdout).toContain('"field":"kwargs.seconds"');
});
