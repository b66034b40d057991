import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TaskAccepted, TaskPage, TaskResultView, TaskTypeList } from '@celerity/contracts';
import { ADMIN_PASSWORD, System } from './support/system.ts';

/** As npm links it. */
const CELERITY = join(__dirname, '../node_modules/.bin/celerity');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let system: System;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'celerity-cli-'));
  system = await System.start();
  const { code, err } = await celerity(['login', '--username', 'admin'], { input: `${ADMIN_PASSWORD}\n` });
  if (code !== 0) throw new Error(err);
});

afterAll(async () => {
  await system?.stop();
  await rm(home, { recursive: true, force: true });
});

/** Runs the command in a folder of its own, in which nobody but `login` has left anything. */
async function celerity(
  args: readonly string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Ended> {
  const child = spawn(CELERITY, args, {
    cwd: home,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      CELERITY_URL: system.services.gateway.url,
      ...env,
    },
  });
  child.stdin.end(input);
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
}

const json = <T>({ out }: Ended): T => JSON.parse(out) as T;

it('keeps the login where only its owner can read it', async () => {
  const { mode } = await stat(join(home, '.config/celerity/credentials.json'));
  expect(mode & 0o777).toBe(0o600);
  const refused = await celerity(['login', '--username', 'admin'], { input: 'wrong\n' });
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('password is wrong')]);
});

it('sends a task, waits for it and shows its outcome', async () => {
  const sent = await celerity(['send-task', 'long_running_task', '--kwargs', '{"seconds": 1.5}', '--wait']);
  expect(sent.out).toMatch(
    /^Sent default\.long_running_task as [\da-f-]{36}\nSUCCESS\n\{\n {2}"seconds": 1\.5/,
  );
  expect(sent.err).toMatch(/PROGRESS +\d+ %/);
  expect(sent.err + sent.out).not.toContain('\u001b');
  expect(sent.code).toBe(0);
});

it('ends with 1 when the task fails, and says why', async () => {
  const failed = await celerity(['send-task', 'test_task', '--args', '["fail"]', '--wait']);
  expect(failed.out).toContain('FAILURE  TestTaskFailure: test_task was asked to fail');
  expect(failed.code).toBe(1);
});

it('gives one JSON document for each command', async () => {
  const accepted = json<TaskAccepted>(
    await celerity(['send-task', 'test_task', '--kwargs', '{"message":"你好"}', '--json']),
  );
  expect(accepted).toMatchObject({ task_name: 'default.test_task', status: 'PENDING' });
  const { task_id } = accepted;
  const result = json<TaskResultView>(await celerity(['task-result', task_id, '--wait', '30', '--json']));
  expect(result).toMatchObject({ task_id, status: 'SUCCESS', result: { message: '你好' } });
  expect(json(await celerity(['--json', 'task-status', task_id]))).toMatchObject({ task_id, attempt: 1 });
  const history = json<TaskPage>(
    await celerity(['history', '--status', 'SUCCESS', '--limit', '1', '--json']),
  );
  expect(history.results).toHaveLength(1);
  expect(json<TaskPage>(await celerity(['list-tasks', '--json'])).results).toEqual([]);
  expect(json<TaskTypeList>(await celerity(['task-types', '--json'])).count).toBeGreaterThan(2);
  const waited = await celerity(['send-task', 'test_task', '--wait', '--json']);
  expect(json<TaskResultView>(waited)).toMatchObject({ status: 'SUCCESS' });
  const refused = await celerity(['send-task', 'tset_task', '--json']);
  expect([refused.code, refused.out]).toEqual([1, '']);
  expect(JSON.parse(refused.err)).toMatchObject({ error: { problem: { status: 400 } }, exit_code: 1 });
});

it('asks whether another task was meant, and names each bad argument', async () => {
  const unknown = await celerity(['send-task', 'tset_task']);
  expect(unknown.err).toContain('There is no task "tset_task".');
  expect(unknown.err).toMatch(/Did you mean test_task/);
  expect(unknown.code).toBe(1);
  const chinese = await celerity(['send-task', 'tset_task'], { env: { LANG: 'zh_CN.UTF-8' } });
  expect(chinese.err).toMatch(/没有名为 "tset_task" 的任务[^]*您是不是想输入 test_task/);
  const wrong = await celerity(['send-task', 'test_task', '--kwargs', '{"message": 5, "colour": "red"}']);
  expect(wrong.err).toMatch(/kwargs\.colour +is not a known field/);
  expect(wrong.err).toMatch(/kwargs\.message +must be a string/);
  expect(wrong.code).toBe(1);
});

it('takes the flags of the old command line', async () => {
  const sent = await celerity(['--send-task', 'test_task', '--kwargs', '{"message": "old"}', '--json']);
  const { task_id } = json<TaskAccepted>(sent);
  const result = await celerity(['--task-result', task_id, '--wait', '30']);
  expect([result.code, result.out]).toEqual([0, expect.stringContaining('"message": "old"')]);
  expect((await celerity(['--task-status', task_id])).out).toMatch(/Status +SUCCESS/);
  expect((await celerity(['--history', '--limit', '5'])).out).toContain(task_id);
  expect(await celerity(['--list-tasks'])).toMatchObject({
    code: 0,
    out: 'No task is waiting or running.\n',
  });
  const test = await celerity(['--test-task']);
  expect([test.code, test.out]).toEqual([0, expect.stringContaining('worker and history work')]);
  const late = await celerity(['--revoke-task', task_id, '--terminate']);
  expect([late.code, late.err]).toEqual([1, expect.stringContaining('has ended already: SUCCESS')]);
});

it('lists a delayed task until it has run', async () => {
  const sent = await celerity(['send-task', 'test_task', '--countdown', '600', '--json']);
  const { task_id } = json<TaskAccepted>(sent);
  expect((await celerity(['list-tasks', '--task-name', 'test_task'])).out).toMatch(`${task_id}  PENDING`);
  const result = await celerity(['task-result', task_id]);
  expect([result.code, result.err]).toEqual([1, expect.stringContaining('has not ended: PENDING')]);
  const revoked = await celerity(['revoke-task', task_id]);
  expect([revoked.code, revoked.out]).toEqual([0, expect.stringContaining('will not run')]);
  expect((await celerity(['task-result', task_id, '--wait', '30'])).out).toBe('REVOKED\n');
});

it('tells apart who is not there, who is not let in, and what is not understood', async () => {
  const nobody = await celerity(['list-tasks'], { env: { CELERITY_URL: 'http://127.0.0.1:1' } });
  expect([nobody.code, nobody.err]).toEqual([
    3,
    expect.stringContaining('no answer from http://127.0.0.1:1'),
  ]);
  const stranger = await celerity(['list-tasks'], { env: { CELERITY_TOKEN: 'x.y.z' } });
  expect([stranger.code, stranger.err]).toEqual([1, expect.stringContaining('celerity login')]);
  const misspelt = await celerity(['list-task']);
  expect([misspelt.code, misspelt.err]).toEqual([2, expect.stringContaining('Did you mean list-tasks?')]);
});
