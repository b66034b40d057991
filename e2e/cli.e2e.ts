import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskAccepted, TaskPage, TaskResultView, TaskTypeList } from '@celerity/contracts';
import { CommandLine, type Ended } from './support/command-line.ts';
import { ADMIN_PASSWORD, System } from './support/system.ts';

let system: System;
let line: CommandLine;

beforeAll(async () => {
  system = await System.start();
  line = await CommandLine.create(system.services.gateway.url, 'admin', ADMIN_PASSWORD);
});

afterAll(async () => {
  await system?.stop();
  await line?.remove();
});

const celerity: CommandLine['run'] = (...given) => line.run(...given);

const json = <T>({ out }: Ended): T => JSON.parse(out) as T;

it('keeps the login where only its owner can read it', async () => {
  const { mode } = await stat(join(line.home, '.config/celerity/credentials.json'));
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
  expect(json<TaskPage>(await celerity(['list-tasks', '--queue', 'default', '--json'])).results).toEqual([]);
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

it('watches live what happens to all tasks, and to one', async () => {
  const sendOnce = (() => {
    let sent = false;
    return () => {
      if (!sent) void system.api.send('test_task', { message: 'watched' });
      sent = true;
    };
  })();
  const all = await line.runUntil(['watch', '--queue', 'default'], ({ out, err }) => {
    if (err.includes('Ctrl-C ends')) sendOnce();
    return out.includes('"watched"');
  });
  expect([all.code, all.out]).toEqual([
    130,
    expect.stringMatching(/PENDING +test_task[^]*SUCCESS +test_task/),
  ]);
  const id = await system.api.send('long_running_task', { seconds: 8 });
  const one = await celerity(['watch', id, '--json']);
  const events = one.out
    .trimEnd()
    .split('\n')
    .map((each) => JSON.parse(each) as { type: string });
  expect([one.code, events.at(0)?.type, events.at(-1)?.type]).toEqual([0, 'snapshot', 'succeeded']);
  const listed = await line.runUntil(['history', '--watch', '0.2'], ({ out }) => out.includes(id));
  expect([listed.code, listed.err]).toEqual([130, '']);
});

it('leaves the task running when Ctrl-C ends the waiting, and says how to go on', async () => {
  const waiting = ['send-task', 'long_running_task', '--kwargs', '{"seconds": 3}', '--wait'];
  const stopped = await line.runUntil(waiting, ({ err }) => err.includes('PROGRESS'));
  expect([stopped.code, stopped.err]).toEqual([
    130,
    expect.stringMatching(/the task goes on[^]*celerity watch/),
  ]);
  const id = /as ([\da-f-]{36})/.exec(stopped.out)?.[1] ?? '';
  expect((await celerity(['task-result', id, '--wait', '30'])).out).toContain('SUCCESS');
});

it('downloads an export, by the id of its task', async () => {
  const kwargs = ['--kwargs', '{"export_type": "shops"}'];
  const sent = await celerity(['send-task', 'export_data', ...kwargs, '--wait', '--json']);
  const { task_id, result } = json<TaskResultView>(sent);
  const saved = await celerity(['export', 'download', task_id, '-o', 'shops.csv']);
  expect([saved.code, saved.out]).toEqual([0, expect.stringContaining('checksum verified')]);
  const file = await readFile(join(line.home, 'shops.csv'));
  expect(file.length).toBe((result as { bytes: number }).bytes);
});

it('finds the installation well, and says what is wrong when a part of it is away', async () => {
  const well = await celerity(['doctor', '--json']);
  const { verdict, findings } = json<{ verdict: string; findings: { check: string; level: string }[] }>(well);
  // A machine that is busy with tests may well be slow: that is a warning.
  const slow = ['workers', 'journal'];
  expect(findings.filter(({ check, level }) => level !== 'ok' && !slow.includes(check))).toEqual([]);
  expect([well.code, verdict]).toEqual([0, expect.not.stringMatching('failure')]);
  expect(new Set(findings.map(({ check }) => check))).toEqual(
    new Set(
      'gateway version database broker clock consumer-timeout queues dead-letters workers schedules journal'.split(
        ' ',
      ),
    ),
  );
  await system.services.monitor.stop();
  const ill = await celerity(['doctor']);
  expect([ill.code, ill.out]).toEqual([2, expect.stringMatching(/✗ monitor[^]*→ Start monitor/)]);
  await system.services.monitor.start();
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
