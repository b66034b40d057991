import { CapturedRuns } from '../testing/captured-run.js';
import { FakeGateway, problem } from '../testing/fake-gateway.js';
import { sampleTask, TASK_ID } from '../testing/sample-task.js';

let gateway: FakeGateway;
let runs: CapturedRuns;

beforeEach(async () => {
  [gateway, runs] = await Promise.all([FakeGateway.start(), CapturedRuns.create()]);
});

afterEach(async () => {
  await gateway.stop();
  await runs.remove();
});

const celerity = (args: string[], conditions: { isTerminal?: boolean; signal?: AbortSignal } = {}) =>
  runs.run(args, { env: { CELERITY_URL: gateway.url, CELERITY_TOKEN: 't', COLUMNS: '80' }, ...conditions });

const lines = () => gateway.seen.map(({ line }) => line);
const ACCEPTED = { task_id: TASK_ID, task_name: 'default.test_task', status: 'PENDING', queue: 'default' };
const outcome = (status: string, more: object = {}) => ({
  task_id: TASK_ID,
  status,
  result: null,
  error: null,
  finished_at: null,
  ...more,
});

describe('lists', () => {
  const page = (count: number, all = count) => ({
    count: all,
    results: Array.from({ length: count }, () => sampleTask()),
    next_cursor: all > count ? 'next' : null,
  });

  it('passes every filter on', async () => {
    gateway.on('GET /tasks', [200, page(0)]);
    const { code, out } = await celerity(
      'history --status success --task-name a --queue b --worker c -q d --since 2030-01-01T00:00:00Z --limit 7 --cursor x'.split(
        ' ',
      ),
    );
    expect([code, out]).toEqual([0, 'No task matches.\n']);
    expect(new URLSearchParams(lines()[0]?.split('?')[1]).toString()).toBe(
      'status=SUCCESS&task_name=a&queue=b&worker=c&since=2030-01-01T00%3A00%3A00Z&q=d&cursor=x&limit=7',
    );
    expect(gateway.seen[0]?.authorization).toBe('Bearer t');
  });

  it('says when there is nothing', async () => {
    gateway.on('GET /tasks', [200, page(0)]);
    expect((await celerity(['list-tasks'])).out).toBe('No task is waiting or running.\n');
    expect((await celerity(['history', '--lang', 'zh'])).out).toBe('还没有已结束的任务。\n');
  });

  it('says how many more there are, beside the answer', async () => {
    gateway.on('GET /tasks/history', [200, page(20, 314)]);
    const { out, err } = await celerity(['history']);
    expect(out.trimEnd().split('\n')).toHaveLength(21);
    expect(err).toBe('20 of 314; more with --limit.\n');
  });

  it('asks for page after page when more is wanted than one gives', async () => {
    gateway.on('GET /tasks/history?limit', [200, page(200, 300)]);
    gateway.on('GET /tasks/history?cursor', [200, page(50)]);
    const { out } = await celerity(['history', '--limit', '250', '--json']);
    expect(lines()).toEqual(['GET /tasks/history?limit=200', 'GET /tasks/history?cursor=next&limit=50']);
    expect(JSON.parse(out)).toMatchObject({ results: { length: 250 }, next_cursor: null });
  });
});

describe('send-task', () => {
  it('sends all that is said, and says how to go on', async () => {
    gateway.on('POST /tasks', [201, ACCEPTED]);
    const args = ['send-task', 'test_task', '--args', '[1]', '--kwargs', '{"a":"中"}', '--countdown', '60'];
    const more = [
      '--priority',
      '9',
      '--max-retries',
      '0',
      '--expires',
      '2040-01-01T00:00:00Z',
      '--queue',
      'q',
    ];
    const { code, out } = await celerity([...args, ...more]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Sent default\.test_task as \S+, to run at 20\d\d-.*\n.*celerity task-result/);
    expect(gateway.seen[0]?.body).toEqual({
      task_name: 'test_task',
      args: [1],
      kwargs: { a: '中' },
      countdown: 60,
      priority: 9,
      max_retries: 0,
      expires: '2040-01-01T00:00:00Z',
      queue: 'q',
    });
  });

  it.each([
    ['SUCCESS', { result: { n: 1 } }, 0, '"n": 1'],
    ['FAILURE', { error: { type: 'Boom', message: 'no\u001b[2J' } }, 1, 'FAILURE  Boom: no\\u001b[2J'],
    ['REVOKED', {}, 1, 'REVOKED'],
  ])('waits: %s', async (status, more, code, text) => {
    gateway.on('POST /tasks', [201, ACCEPTED]);
    gateway.on(`GET /tasks/${TASK_ID}`, [200, sampleTask({ status: 'PENDING' })]);
    gateway.on(`GET /tasks/${TASK_ID}/result`, [200, outcome(status, more)]);
    const ended = await celerity(['send-task', 'test_task', '--wait']);
    expect(ended.code).toBe(code);
    expect(ended.out).toContain(text);
    const json = await celerity(['send-task', 'test_task', '--wait', '--json']);
    expect([json.code, JSON.parse(json.out), json.err]).toEqual([code, outcome(status, more), '']);
  });

  it('stops waiting after the timeout', async () => {
    gateway.on('POST /tasks', [201, ACCEPTED]);
    gateway.on(`GET /tasks/${TASK_ID}/result`, ({ line }) =>
      line.endsWith('wait=0') ? [200, outcome('STARTED')] : null,
    );
    const { code, err } = await celerity(['send-task', 'test_task', '--wait', '--timeout', '0.05']);
    expect(code).toBe(1);
    expect(err).toContain('has not ended: STARTED');
  });

  it('stops waiting on Ctrl-C, and says that the task goes on', async () => {
    const interrupted = new AbortController();
    gateway.on('POST /tasks', [201, ACCEPTED]);
    gateway.on(`GET /tasks/${TASK_ID}/result`, () => {
      interrupted.abort();
      return null;
    });
    const { code, err } = await celerity(['send-task', 'x', '--wait'], { signal: interrupted.signal });
    expect(code).toBe(130);
    expect(err).toMatch(
      /the task goes on\.\n +Its outcome: celerity task-result \S+ --wait 30\n +Live: celerity watch/,
    );
  });
});

describe('single tasks', () => {
  it('shows one, in colour on a terminal', async () => {
    gateway.on('GET /tasks/x', [200, sampleTask()]);
    expect((await celerity(['task-status', 'x'])).out).toMatch(/Status +SUCCESS/);
    expect((await celerity(['task-status', 'x'], { isTerminal: true })).out).toContain('\u001b[32mSUCCESS');
    const plain = await celerity(['task-status', 'x', '--no-color'], { isTerminal: true });
    expect(plain.out).not.toContain('\u001b');
  });

  it('shows an outcome, waited for or not', async () => {
    gateway.on('GET /tasks/x/result', [200, outcome('SUCCESS', { result: 'yes' })]);
    expect(await celerity(['task-result', 'x'])).toMatchObject({ code: 0, out: 'SUCCESS\n"yes"\n' });
    expect(await celerity(['task-result', 'x', '--wait', '90'])).toMatchObject({ code: 0 });
    expect(lines().filter((line) => line.includes('/result'))).toEqual([
      'GET /tasks/x/result?wait=0',
      'GET /tasks/x/result?wait=30',
    ]);
  });

  it('tests the whole system with one', async () => {
    gateway.on('POST /tasks', [201, ACCEPTED]);
    gateway.on(`GET /tasks/${TASK_ID}/result`, [200, outcome('SUCCESS')]);
    const good = await celerity(['test-task', '--lang', 'zh']);
    expect([good.code, good.out]).toEqual([0, expect.stringContaining('往返用时')]);
    expect(JSON.parse((await celerity(['test-task', '--json'])).out)).toEqual(outcome('SUCCESS'));
    gateway.on(`GET /tasks/${TASK_ID}/result`, ({ line }) =>
      line.endsWith('wait=0') ? [200, outcome('PENDING')] : null,
    );
    const bad = await celerity(['test-task', '--timeout', '0.05']);
    expect([bad.code, bad.err]).toEqual([1, expect.stringContaining('No worker has taken it')]);
  });
});

it('lists task types, or shows one', async () => {
  const type = {
    task_name: 'default.test_task',
    name: 'test_task',
    queue: 'default',
    summary: 'Tests.',
    positional: [],
    input: {},
    limits: {},
    retry: {},
  };
  gateway.on('GET /task-types', [200, { count: 1, results: [type] }]);
  expect((await celerity(['task-types'])).out).toContain('test_task  default  Tests.');
  expect((await celerity(['task-types', 'test_task'])).out).toContain('It takes no arguments.');
  expect(await celerity(['task-types', 'tset'])).toMatchObject({ code: 1, out: '' });
  const unknown = await celerity(['task-types', 'tset', '--json']);
  expect(JSON.parse(unknown.err)).toMatchObject({
    error: { message: 'There is no task "tset".' },
    exit_code: 1,
  });
});

it('says that a task may have been sent when the answer is lost', async () => {
  gateway.on('POST /tasks', () => {
    void gateway.stop();
    return null;
  });
  const { code, err } = await celerity(['send-task', 'test_task']);
  expect(code).toBe(3);
  expect(err).toMatch(/may have been sent all the same/);
});

it('says in one place what a refusal means', async () => {
  gateway.on('POST /tasks', problem(503, 'outcome-unknown', { outcome: 'unknown', task_id: TASK_ID }));
  const { code, err } = await celerity(['send-task', 'test_task']);
  expect([code, err]).toEqual([1, expect.stringContaining(`celerity task-status ${TASK_ID}`)]);
});

describe('revoke-task', () => {
  const revoked = (status: string, more: object = {}) => ({
    task_id: TASK_ID,
    status,
    revoke_requested_at: '2030-01-01T00:00:00.000Z',
    ...more,
  });

  it.each([
    ['REVOKED', {}, [], 'will not run'],
    ['PENDING', {}, [], 'stays PENDING'],
    ['PENDING', { stale: true }, [], 'cannot be asked'],
    ['STARTED', {}, [], 'add --terminate'],
    ['PROGRESS', {}, ['--terminate'], 'told to stop'],
  ])('says what follows from %s %o %j', async (status, more, flags, expected) => {
    gateway.on('POST /tasks', [200, revoked(status, more)]);
    const { code, out } = await celerity(['revoke-task', TASK_ID, ...flags]);
    expect([code, out]).toEqual([0, expect.stringContaining(expected)]);
    expect(gateway.seen[0]).toMatchObject({
      line: `POST /tasks/${TASK_ID}/revoke`,
      body: { terminate: flags.length > 0 },
    });
  });

  it('says that a task has ended, in either language', async () => {
    gateway.on('POST /tasks', problem(409, 'already-final', { task_state: 'SUCCESS' }));
    const english = await celerity(['--revoke-task', TASK_ID]);
    expect([english.code, english.err]).toEqual([1, expect.stringContaining('has ended already: SUCCESS')]);
    const chinese = await celerity(['revoke-task', TASK_ID, '--lang', 'zh']);
    expect(chinese.err).toContain('任务已经结束：SUCCESS');
  });
});
