import { CapturedRuns, type Conditions } from '../testing/captured-run.js';
import { FakeGateway, problem, Streamed } from '../testing/fake-gateway.js';
import { sampleTask, TASK_ID } from '../testing/sample-task.js';

let gateway: FakeGateway;
let runs: CapturedRuns;
let url: string;

beforeEach(async () => {
  [gateway, runs] = await Promise.all([FakeGateway.start(), CapturedRuns.create()]);
  url = gateway.url;
});

afterEach(async () => {
  await gateway.stop();
  await runs.remove();
});

const celerity = (line: string, conditions: Conditions = {}, columns = '120') =>
  runs.run(line.split(' '), {
    env: { CELERITY_URL: url, CELERITY_TOKEN: 't', COLUMNS: columns },
    ...conditions,
  });

/** Presses Ctrl-C when enough was said. */
function until(enough: (said: { out: string; err: string }) => boolean): Conditions {
  const interrupted = new AbortController();
  return { signal: interrupted.signal, onOutput: (said) => enough(said) && interrupted.abort() };
}

const page = (...tasks: object[]) => ({ count: tasks.length, results: tasks, next_cursor: null });
const at = new Date().toISOString();
const of = { task_id: TASK_ID, at, task_name: 'default.test_task', queue: 'default', attempt: 1 };
const ACCEPTED = { ...of, type: 'accepted', status: 'PENDING', eta: null, submitted_by: 'ada' };
const FAILED = {
  ...of,
  type: 'failed',
  status: 'FAILURE',
  error: { type: 'Boom', message: 'no\u001b[2J 中文' },
};

describe('watch', () => {
  const stream = () =>
    new Streamed([
      ['snapshot', { tasks: page(sampleTask()), projected_offset: 7 }],
      ['accepted', ACCEPTED],
      ['failed', FAILED],
    ]);

  it('writes a line for each event until Ctrl-C, and passes filters on', async () => {
    gateway.on('GET /events', [200, stream()]);
    const line = 'watch --status failure --task-name test_task --queue default --since 6-1';
    const { code, out, err } = await celerity(
      line,
      until(({ out: said }) => said.includes('FAILURE')),
    );
    expect(code).toBe(130);
    expect(out).toMatch(new RegExp(`^\\d\\d:\\d\\d:\\d\\d  PENDING   test_task +${TASK_ID}  ada\\n`));
    expect(out).toMatch(/FAILURE .*Boom: no\\u001b\[2J 中文\n$/);
    expect(err).toContain('1 tasks have not ended. Ctrl-C ends.');
    expect(gateway.seen[0]?.line).toBe('GET /events?task_name=test_task&status=FAILURE&queue=default');
  });

  it('keeps to the width of the terminal', async () => {
    gateway.on('GET /events', [200, stream()]);
    const conditions = until(({ out }) => out.includes('FAILURE'));
    const { out } = await celerity('watch', { ...conditions, isTerminal: true, columns: 40 });
    expect(out).not.toContain(TASK_ID);
    expect(out).toContain('\u001b[31mFAILURE');
  });

  it('writes a line of JSON for each, with the place to go on from', async () => {
    gateway.on('GET /events', [200, stream()]);
    const { out, err } = await celerity(
      'watch --json',
      until((said) => said.out.includes('"failed"')),
    );
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([
      { event_id: '7-0', type: 'snapshot', tasks: { count: 1 } },
      { event_id: '7-1', type: 'accepted', task_id: TASK_ID },
      { event_id: '7-2', type: 'failed', status: 'FAILURE' },
    ]);
    expect(err).toBe('');
  });

  it('follows one task to its end, and ends as that does', async () => {
    const task = sampleTask({ status: 'PENDING', finished_at: null, started_at: null, result: null });
    const logged = { ...of, type: 'logged', status: null, lines: [{ at, text: 'one line' }] };
    gateway.on('GET /tasks/x/events', [
      200,
      new Streamed([
        ['snapshot', { task, projected_offset: 7 }],
        ['logged', logged],
        ['failed', FAILED],
        ['end', { reason: 'task_ended' }],
      ]),
    ]);
    gateway.on('GET /tasks/x/result', [200, { task_id: 'x', status: 'FAILURE' }]);
    const { code, out } = await celerity('watch x');
    expect(out).toMatch(/PENDING .*waiting for a worker\n.*one line\n.*Boom/);
    expect(code).toBe(1);
  });

  it('says on Ctrl-C that the one task goes on', async () => {
    gateway.on('GET /tasks/x/events', [200, new Streamed([['accepted', ACCEPTED]])]);
    const { code, err } = await celerity(
      'watch x',
      until(({ out }) => out.includes('PENDING')),
    );
    expect([code, err]).toEqual([130, expect.stringContaining('the task goes on')]);
  });

  it('gives up at once when it never got through, and says what is wrong', async () => {
    gateway.on('GET /events', problem(401, 'expired-token'));
    expect(await celerity('watch')).toMatchObject({
      code: 1,
      err: expect.stringContaining('celerity login'),
    });
    expect(await celerity('watch x --queue q')).toMatchObject({ code: 2 });
    await gateway.stop();
    expect(await celerity('watch')).toMatchObject({ code: 3 });
  });

  it('goes on when the gateway comes back, and says both', async () => {
    let connections = 0;
    gateway.on('GET /events', () => {
      connections += 1;
      if (connections === 2) return problem(503, 'away');
      return [200, new Streamed([['accepted', ACCEPTED], ...(connections === 1 ? [END] : [])])];
    });
    const { out, err } = await celerity(
      'watch',
      until((said) => said.out.split('\n').length === 3),
    );
    expect(out.match(/PENDING/g)).toHaveLength(2);
    expect(err).toMatch(/Trying again[^]*Connected again/);
  });
});

const END = ['end', { reason: 'unavailable' }] as const;

describe('--watch', () => {
  it.each([
    ['list-tasks', '/tasks'],
    ['history', '/tasks/history'],
    ['schedules list', '/schedules'],
    ['dead-letters list', '/dead-letters'],
    ['queue-stats', '/workers/queues'],
    ['worker-stats', '/workers'],
    ['task-stats', '/tasks/stats'],
  ])('%s asks again and again', async (line, path) => {
    gateway.on(`GET ${path}`, () => [200, page()]);
    const { code } = await celerity(`${line} --watch 0.2`, {
      signal: aborted(() => gateway.seen.length >= 3),
    });
    expect(code).toBe(130);
  });

  it('redraws in place on a terminal, as much as it has room for', async () => {
    const many = Array.from({ length: 30 }, () => sampleTask());
    gateway.on('GET /tasks/history', () => [200, page(...many)]);
    const conditions = until(({ out }) => out.split('\u001b[J').length === 3);
    const { out } = await celerity('history --watch 0.2', { ...conditions, isTerminal: true, rows: 10 });
    const [, first = '', second = ''] = out.split('\u001b[J');
    expect(first).toMatch(/every 0.2 s[^]*more lines[^]*\u001b\[9A\r$/);
    expect(second.split('\n')).toHaveLength(10);
  });

  it('appends what is new elsewhere, and bears a gateway that is away', async () => {
    let round = 0;
    gateway.on('GET /tasks/history', () => {
      round += 1;
      if (round === 2) return problem(503, 'away');
      const [one, two] = [sampleTask(), sampleTask({ task_id: 'other', status: 'FAILURE' })];
      return [200, round === 1 ? page(FIXED(one)) : page(FIXED(one), FIXED(two))];
    });
    const { out, err } = await celerity(
      'history --watch 0.2',
      until((said) => said.out.includes('other')),
    );
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringContaining('STATUS'),
      expect.stringContaining(TASK_ID),
      expect.stringContaining('other'),
    ]);
    expect(err).toContain('not available now');
  });

  it('writes a line of JSON whenever something has changed', async () => {
    let round = 0;
    gateway.on('GET /tasks', () => [200, { ...page(), count: Math.floor(round++ / 2) }]);
    const { out } = await celerity(
      'list-tasks --json --watch 0.2',
      until((said) => said.out.includes('"count":1')),
    );
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ count: 0 }, { count: 1 }]);
  });

  it('ends with what is refused', async () => {
    gateway.on('GET /tasks', () =>
      gateway.seen.length === 1 ? [200, page()] : problem(401, 'expired-token'),
    );
    expect(await celerity('list-tasks --watch 0.2')).toMatchObject({ code: 1 });
    expect(await celerity('list-tasks --watch soon')).toMatchObject({ code: 2 });
  });
});

/** Times of one moment, so that a task is the same in each round. */
const FIXED = (task: object) => ({ ...task, submitted_at: at, started_at: at, finished_at: at });

/** Aborted as soon as it holds. */
function aborted(holds: () => boolean): AbortSignal {
  const interrupted = new AbortController();
  const timer = setInterval(() => {
    if (!holds()) return;
    clearInterval(timer);
    interrupted.abort();
  }, 20);
  return interrupted.signal;
}
