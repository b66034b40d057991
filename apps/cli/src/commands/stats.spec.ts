import { CapturedRuns } from '../testing/captured-run.js';
import { FakeGateway } from '../testing/fake-gateway.js';

let gateway: FakeGateway;
let runs: CapturedRuns;

beforeEach(async () => {
  [gateway, runs] = await Promise.all([FakeGateway.start(), CapturedRuns.create()]);
});

afterEach(async () => {
  await gateway.stop();
  await runs.remove();
});

const celerity = (args: string[], columns = '160') =>
  runs.run(args, { env: { CELERITY_URL: gateway.url, CELERITY_TOKEN: 't', COLUMNS: columns } });

const WORKER = {
  worker_id: 'host:7:abc',
  hostname: 'host',
  pid: 7,
  status: 'offline',
  queues: ['email', 'data'],
  concurrency: 10,
  active: 3,
  unacked: 4,
  processed: 1234,
  uptime_s: 65,
  rss_bytes: 104_857_600,
  event_loop_lag_ms: 12,
  version: '0.1.0',
  last_seen_at: new Date().toISOString(),
};
const QUEUE = {
  name: 'email',
  ready: null,
  unacked: 2,
  delayed: 3,
  consumers: 4,
  dead_letters: 5,
  oldest_age_s: 6,
  publish_rate: 7.5,
  ack_rate: 8.5,
};
const TASK = {
  task_name: 'default.test_task',
  total: 9,
  success: 8,
  failed: 1,
  revoked: 0,
  expired: 0,
  retry: 2,
  accepted: 10,
  avg_duration: 0.5,
  p50: 0.4,
  p95: 1.2,
  p99: null,
  last_execution: null,
};

it.each([
  [
    'worker-stats',
    '/workers',
    WORKER,
    /host:7:abc\s+offline\s+3\/10\s+1234\s+1 m 05 s\s+100 MiB\s+12 ms.*email,data/,
  ],
  ['--queue-stats', '/workers/queues', QUEUE, /email\s+\?\s+2\s+3\s+4\s+5\s+6\.0 s\s+7\.5\s+8\.5/],
  ['task-stats', '/tasks/stats?window=24h', TASK, /test_task\s+9\s+8\s+1\s+2\s+500 ms\s+400 ms\s+1\.2 s/],
])('%s shows a line each', async (command, path, row, line) => {
  gateway.on(`GET ${path}`, [200, { count: 1, results: [row] }]);
  const { code, out } = await celerity([command]);
  expect([code, out]).toEqual([0, expect.stringMatching(line)]);
  const narrow = await celerity([command], '60');
  for (const text of narrow.out.trimEnd().split('\n')) expect(text.length).toBeLessThanOrEqual(60);
  const json = await celerity([command, '--json']);
  expect(JSON.parse(json.out)).toEqual({ count: 1, results: [row] });
});

it('asks for the window that is wanted, and refuses others', async () => {
  gateway.on('GET /tasks/stats?window=7d', [200, { window: '7d', count: 0, results: [] }]);
  expect((await celerity(['task-stats', '--window', '7d'])).out).toBe(
    'Nothing has happened to a task in this time.\n',
  );
  expect((await celerity(['task-stats', '--window', '1y'])).code).toBe(2);
});

it('says when no worker is there', async () => {
  gateway.on('GET /workers', [200, { count: 0, results: [] }]);
  expect((await celerity(['worker-stats', '--lang', 'zh'])).out).toBe('没有任何工作进程的消息。\n');
});

it('shows what a task logged, page after page', async () => {
  const line = (text: string) => ({
    attempt: 1,
    at: '2030-01-01T00:00:00.000Z',
    worker: 'w',
    text,
    facts: { n: 1 },
    cut: false,
  });
  gateway.on('GET /tasks/x/logs?limit=1000', [200, { count: 2, results: [line('one')], next_cursor: 'c' }]);
  gateway.on('GET /tasks/x/logs?limit=1000&cursor=c', [
    200,
    { count: 2, results: [line('two')], next_cursor: null },
  ]);
  expect((await celerity(['task-logs', 'x'])).out).toMatch(/#1 one \{"n":1\}\n.*#1 two/);
  const json = await celerity(['task-logs', 'x', '--json']);
  expect(JSON.parse(json.out)).toMatchObject({ count: 2, results: [{ text: 'one' }, { text: 'two' }] });
});
