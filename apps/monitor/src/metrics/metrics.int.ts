import { until } from '@celerity/messaging/testing';
import { at, EventsOf } from '@celerity/contracts/testing';
import { Client } from 'pg';
import { MonitorFixture, type Replica } from '../testing/monitor-fixture.js';

let monitor: MonitorFixture;
let replica: Replica;

beforeAll(async () => {
  monitor = await MonitorFixture.create();
  replica = await monitor.startLeader();
});

afterAll(() => monitor?.destroy());

/** The value of a series, by name and labels; null when it is not shown. */
async function valueOf(series: string, ...labels: string[]): Promise<number | null> {
  const lines = (await replica.get('/metrics')).text.split('\n');
  const line = lines.find(
    (text) => new RegExp(`^${series}[{ ]`).test(text) && labels.every((label) => text.includes(label)),
  );
  return line === undefined ? null : Number(line.split(' ').at(-1));
}

it('counts tasks by what really changed, however often it is told', async () => {
  for (let copy = 0; copy < 3; copy += 1) {
    const task = new EventsOf('018f0000-0000-7000-8000-0000000000aa');
    await monitor.write(
      task.accepted(0),
      task.started(500),
      task.retry(500, 900),
      task.failed(2_000, 4_000, 2),
    );
    await monitor.projected();
  }
  const total = (state: string) =>
    valueOf('celerity_tasks_total', 'task="default.test_task"', `state="${state}"`);
  expect(await Promise.all(['PENDING', 'RETRY', 'FAILURE', 'SUCCESS'].map(total))).toEqual([1, 1, 1, null]);
  expect(await valueOf('celerity_task_duration_seconds_sum', 'queue="default"')).toBe(2);
  expect(await valueOf('celerity_task_wait_seconds_sum', 'queue="default"')).toBe(0.5);
});

it('names the trace of a task beside what is counted of it, to those who ask for OpenMetrics', async () => {
  const trace = 'ab'.repeat(16);
  await monitor.write(
    new EventsOf().accepted(0, { task_name: 'default.debug_task', trace_id: trace }),
    new EventsOf().accepted(0, { task_name: 'default.debug_task', trace_id: 'x'.repeat(500) }),
  );
  await monitor.projected();
  const classic = async () => (await replica.get('/metrics')).text;
  const before = await classic();
  const { text } = await replica.get('/metrics', {
    accept: 'application/openmetrics-text;version=1.0.0,*/*;q=0.1',
  });
  expect(text).toMatch(
    new RegExp(`^celerity_tasks_total\\{.*debug_task.*\\} 2 # \\{trace_id="${trace}"\\} 1 `, 'm'),
  );
  expect(text).toContain('# TYPE celerity_tasks counter');
  expect(text).toMatch(/\n# EOF\n$/);
  // A scrape in one format leaves the other as it was.
  const names = (all: string) => all.match(/^# TYPE .*$/gm);
  expect(names(await classic())).toEqual(names(before));
  expect(before).not.toContain('trace_id');
});

it('makes no series of names that nobody knows', async () => {
  await monitor.write(new EventsOf().accepted(0, { task_name: 'evil.name', queue: 'elsewhere' }));
  await monitor.projected();
  expect(await valueOf('celerity_tasks_total', 'task="other"', 'queue="other"')).toBe(1);
});

it('shows how long the oldest task of each queue waits, and none of those that are not due', async () => {
  const sinceStart = Date.now() - Date.parse(at(0));
  const eta = new Date(Date.now() + 3_600_000).toISOString();
  await monitor.write(
    new EventsOf().accepted(sinceStart - 60_000, { task_name: 'data.export_data', queue: 'data' }),
    new EventsOf().accepted(sinceStart, {
      task_name: 'reports.generate_daily_report',
      queue: 'reports',
      eta,
    }),
  );
  await monitor.projected();
  const waits = await valueOf('celerity_queue_oldest_seconds', 'queue="data"');
  expect(waits).toBeGreaterThan(59);
  expect(waits).toBeLessThan(120);
  expect(await valueOf('celerity_queue_oldest_seconds', 'queue="reports"')).toBe(0);
});

it('shows how far the projection is, and no lag when nothing waits', async () => {
  const offset = await monitor.projected();
  await until('it has caught up', async () => (await valueOf('celerity_journal_lag_seconds')) === 0);
  expect(await valueOf('celerity_journal_projected_offset')).toBe(offset);
});

it('shows how old what it shows is while it cannot go on', async () => {
  await monitor.write(new EventsOf().accepted(0), { type: 'barrier', barrier_id: 'old', at: at(-10_000) });
  await until('the old one is projected', () => replica.status.lastEventAt === at(-10_000));
  replica.status.behind = true;
  expect(replica.status.lagSeconds(Date.parse(at(0)))).toBe(10);
});

it('shows the age of what waits, not of what was projected before it', async () => {
  const holder = new Client({ connectionString: monitor.database.url });
  await holder.connect();
  try {
    await holder.query('begin; lock table monitor.tasks in exclusive mode');
    await monitor.write(new EventsOf().accepted(5_000));
    await until('it waits', () => replica.status.oldestWaitingAt === at(5_000));
    expect(replica.status.lagSeconds(Date.parse(at(8_000)))).toBe(3);
  } finally {
    await holder.end();
  }
  await monitor.projected();
  await until('nothing waits', async () => (await valueOf('celerity_journal_lag_seconds')) === 0);
});

it('shows the queues, also when one of them is gone', async () => {
  expect(await valueOf('celerity_queue_depth', 'queue="email"')).toBe(0);
  expect(await valueOf('celerity_queue_depth', 'queue="email.quarantine"')).toBe(0);
  expect(await valueOf('celerity_queue_consumers', 'queue="timers"')).toBe(0);
  await monitor.broker.deleteQueue(monitor.broker.names.queue('email'));
  await until('the deleted one has disappeared', async () => {
    const gone = (await valueOf('celerity_queue_depth', 'queue="email"')) === null;
    return gone && (await valueOf('celerity_queue_depth', 'queue="default"')) === 0;
  });
});
