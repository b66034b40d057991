import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CommandLine } from './support/command-line.ts';
import { ADMIN_PASSWORD, System } from './support/system.ts';

/**
 * What people bring from the system that they come from: its curl lines, of which only the host changes, and the
 * flags of its script, of which only the name changes. Each answer must have the fields that their scripts read.
 */
const TASK =
  'task_id task_name queue status args kwargs result error progress attempt max_retries priority eta expires submitted_at started_at finished_at duration_ms worker root_id parent_id schedule retried_from trace_id submitted_by';
const STATS = 'task_name total success failed retry avg_duration p50 p95 p99 last_execution';
const WORKER =
  'worker_id hostname pid status queues concurrency active processed uptime_s rss_bytes event_loop_lag_ms version';
const QUEUE = 'name ready unacked delayed consumers dead_letters oldest_age_s publish_rate ack_rate';

type Json = Record<string, unknown>;

let system: System;
let line: CommandLine;
let environment: Record<string, string | undefined>;

beforeAll(async () => {
  system = await System.start();
  const { url } = system.services.gateway;
  line = await CommandLine.create(url, 'admin', ADMIN_PASSWORD);
  environment = { PATH: process.env['PATH'], HOST: url, PASSWORD: ADMIN_PASSWORD };
  const token = await shell(
    `curl -s -X POST "$HOST/api/core/auth/token/" -H "Content-Type: application/json" -d '{"username": "admin", "password": "'$PASSWORD'"}'`,
  );
  expect(token).toMatchObject({
    token_type: expect.stringMatching(/bearer/i),
    expires_in: expect.any(Number),
  });
  environment['TOKEN'] = String(token['access_token']);
});

afterAll(async () => {
  await system?.stop();
  await line?.remove();
});

/** Runs a line in a shell, as it stands in somebody's script, and reads the JSON that it prints. */
async function shell(script: string): Promise<Json> {
  const { stdout } = await promisify(execFile)('bash', ['-euc', script], { env: environment });
  return JSON.parse(stdout) as Json;
}

const fields = (names: string) => names.split(' ');
const has = (answer: unknown, names: string) =>
  expect(Object.keys(answer as Json)).toEqual(expect.arrayContaining(fields(names)));
const AUTH = '-H "Authorization: Bearer $TOKEN"';
const JSON_BODY = '-H "Content-Type: application/json"';

/** Waits with the old system's own means for a task to end. */
async function ended(id: string): Promise<Json> {
  return shell(`curl -s "$HOST/api/core/tasks/${id}/result/?wait=30" ${AUTH}`);
}

describe('curl lines', () => {
  it('send a task, read it, and find it in the lists', async () => {
    const sent = await shell(
      `curl -s -X POST "$HOST/api/core/tasks/" ${AUTH} ${JSON_BODY} -d '{"task_name": "test_task", "args": ["hello"], "kwargs": {}}'`,
    );
    expect(sent).toMatchObject({ task_name: 'default.test_task', status: 'PENDING', queue: 'default' });
    const id = String(sent['task_id']);
    expect(await ended(id)).toMatchObject({ status: 'SUCCESS', result: { message: 'hello' } });
    const task = await shell(`curl -s "$HOST/api/core/tasks/${id}/" ${AUTH}`);
    has(task, TASK);
    expect(task).toMatchObject({ task_id: id, status: 'SUCCESS', args: ['hello'], submitted_by: 'admin' });
    const history = await shell(`curl -s "$HOST/api/core/tasks/history/?limit=5&status=SUCCESS" ${AUTH}`);
    has(history, 'count results next_cursor');
    has((history['results'] as Json[])[0], TASK);
  });

  it('delay a task by its old name, list it as active, and revoke it', async () => {
    const sent = await shell(
      `curl -s -X POST "$HOST/api/core/tasks/" ${AUTH} ${JSON_BODY} -d '{"task_name": "finance.check_pending_bills", "delay": 600}'`,
    );
    const id = String(sent['task_id']);
    const active = await shell(`curl -s "$HOST/api/core/tasks/?task_name=check_pending_bills" ${AUTH}`);
    has(active, 'count results next_cursor');
    expect(active['results']).toContainEqual(expect.objectContaining({ task_id: id, status: 'PENDING' }));
    const revoked = await shell(
      `curl -s -X POST "$HOST/api/core/tasks/${id}/revoke/" ${AUTH} ${JSON_BODY} -d '{"terminate": true}'`,
    );
    has(revoked, 'task_id status');
    expect(await ended(id)).toMatchObject({ status: 'REVOKED' });
    const again = `curl -s -o /dev/null -w '{"code": %{http_code}}' -X POST "$HOST/api/core/tasks/${id}/revoke/" ${AUTH}`;
    expect(await shell(again)).toEqual({ code: 409 });
  });

  it('read statistics, workers and queues', async () => {
    const stats = await shell(`curl -s "$HOST/api/core/tasks/stats/?window=24h" ${AUTH}`);
    has((stats['results'] as Json[])[0], STATS);
    const workers = await shell(`curl -s "$HOST/api/core/workers/" ${AUTH}`);
    has((workers['results'] as Json[])[0], WORKER);
    const queues = await shell(`curl -s "$HOST/api/core/workers/queues/" ${AUTH}`);
    has((queues['results'] as Json[])[0], QUEUE);
  });

  it('are told what they do wrong', async () => {
    const code = (rest: string) => shell(`curl -s -o /dev/null -w '{"code": %{http_code}}' ${rest}`);
    expect(await code('"$HOST/api/core/tasks/"')).toEqual({ code: 401 });
    expect(await code(`"$HOST/api/core/tasks/018f0000-0000-7000-8000-000000000000/" ${AUTH}`)).toEqual({
      code: 404,
    });
    const unknown = `-X POST "$HOST/api/core/tasks/" ${AUTH} ${JSON_BODY} -d '{"task_name": "no_such_task"}'`;
    expect(await code(unknown)).toEqual({ code: 400 });
  });
});

describe('flags of the script', () => {
  const json = async (...args: string[]): Promise<Json> => {
    const { code, out, err } = await line.run([...args, '--json']);
    if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${out} ${err}`);
    return JSON.parse(out) as Json;
  };

  it('all eleven work, with the old fields behind them', async () => {
    const sent = await json('--send-task', 'test_task', '--kwargs', '{"message": "old"}');
    has(sent, 'task_id task_name status queue');
    const id = String(sent['task_id']);
    expect(await json('--task-result', id, '--wait', '30')).toMatchObject({ result: { message: 'old' } });
    has(await json('--task-status', id), TASK);
    has(((await json('--history', '--limit', '5'))['results'] as Json[])[0], TASK);
    has(((await json('--task-stats'))['results'] as Json[])[0], STATS);
    has(((await json('--worker-stats'))['results'] as Json[])[0], WORKER);
    has(((await json('--queue-stats'))['results'] as Json[])[0], QUEUE);
    const delayed = await json('--send-task', 'test_task', '--args', '["later"]', '--countdown', '600');
    const later = String(delayed['task_id']);
    expect(((await json('--list-tasks'))['results'] as Json[]).map(({ task_id }) => task_id)).toContain(
      later,
    );
    has(await json('--revoke-task', later, '--terminate'), 'task_id status');
    const again = await json('--retry-task', id);
    expect(again).toMatchObject({ retried_from: id, status: 'PENDING' });
    expect(await json('--test-task')).toMatchObject({ status: 'SUCCESS' });
  });

  it('say in words what they did, and end as scripts expect', async () => {
    const sent = await line.run(['--send-task', 'test_task', '--args', '["fail"]', '--wait']);
    expect([sent.code, sent.out]).toEqual([1, expect.stringContaining('FAILURE')]);
    const test = await line.run(['--test-task']);
    expect([test.code, test.out]).toEqual([0, expect.stringContaining('worker and history work')]);
    const failed = await line.run(['--history', '--status', 'FAILURE', '--limit', '1']);
    expect(failed.out).toMatch(/FAILURE +test_task/);
    const id = /^[\da-f-]{36}/m.exec(failed.out)?.[0] ?? '';
    const late = await line.run(['--revoke-task', id]);
    expect([late.code, late.err]).toEqual([1, expect.stringContaining('has ended already: FAILURE')]);
    for (const flag of ['--send-task', '--task-status', '--task-result', '--revoke-task', '--retry-task'])
      expect(await line.run([flag])).toMatchObject({ code: 2, out: '' });
  });
});
