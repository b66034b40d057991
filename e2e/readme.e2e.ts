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

/** A folder in which `npm start` might run. */
async function startedFolder(name: string): Promise<string> {
  const folder = join(tmpdir(), `celerity-readme-${process.pid}-${name}`);
  await mkdir(join(folder, '.celerity'), { recursive: true });
  await writeFile(join(folder, '.celerity/admin-password'), `${ADMIN_PASSWORD}\n`);
  return folder;
}

async function run(script: string, folder: string): Promise<string> {
  const here = script.replace('http://localhost:8000', system.services.gateway.url);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', here], { cwd: folder });
  return stdout;
}

it.each(['README.md', 'README.zh-CN.md'])('%s: the session works when pasted', async (readme) => {
  const stdout = await run(await session(readme), await startedFolder(readme));
  expect(stdout).toMatch(/"status":"(PENDING|STARTED|PROGRESS)"/);
  expect(stdout).toMatch(/"status":"SUCCESS","result":\{"seconds":2/);
  expect(stdout).toContain('"results":[');
  expect(stdout).toContain('"field":"kwargs.seconds"');
});

it('docs/api.md: every line works, one after the other', async () => {
  const page = await readFile(join(__dirname, '../docs/api.md'), 'utf8');
  const blocks = [...page.matchAll(/```bash\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  expect(blocks.length).toBeGreaterThan(10);
  const stdout = await run(blocks.join('\n'), await startedFolder('api'));
  // In the order in which the page promises it.
  const answers = [
    /"status":"(PENDING|STARTED|PROGRESS)"/,
    /"status":"SUCCESS","result":\{"seconds":1/,
    /"status":"SUCCESS"/,
    /"eta":"/,
    /"status":"REVOKED"/,
    /"status":"PENDING".*201\n/,
    /"status":"PENDING".*200\n/,
    /"accepted":1,"refused":1/,
    /"task_name":"finance\.check_pending_bills"/,
    /did you mean test_task.*400\n/,
    /"field":"kwargs\.message".*422\n/,
    /"task_state":"SUCCESS".*409\n/,
    /"count":\d+,"results":\[.*"next_cursor"/,
    /"results":\[\{.*"default\.test_task"/,
    /"window":"1h"/,
    /"oldest_age_s"/,
    /"worker_id"/,
    /"throughput"/,
    /event: snapshot[\s\S]*event: succeeded[\s\S]*"reason":"task_ended"/,
    /event: snapshot/,
    /"retried_from"/,
    /"id":"api-demo"/,
    /"local":"/,
    /0 45 2/,
    /"paused":true|"paused_at"|"status":"paused"/,
    /"task_id"/,
    /"changes"|"action"|"actor"/,
    /"username":"ann"/,
    /"disabled":true/,
    /"revoked_at":"/,
    /"actor":"admin"/,
  ];
  let rest = stdout;
  for (const answer of answers) {
    const found = answer.exec(rest);
    expect({ answer, in: found ? '' : rest }).toEqual({ answer, in: '' });
    rest = rest.slice((found?.index ?? 0) + 1);
  }
});
