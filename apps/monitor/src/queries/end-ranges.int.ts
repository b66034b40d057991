import type { TaskFilter } from '@celerity/contracts';
import { at, EventsOf } from '@celerity/contracts/testing';
import { MonitorFixture } from '../testing/monitor-fixture.js';

const HOUR = 3_600_000;

/** When each was submitted and ended, in hours. */
const TASKS = {
  early: [0, 0.1],
  slow: [0.2, 9],
  slower: [0.3, 12],
  hourly: [1, 2],
  justOver: [1.5, 2.500001],
  skewed: [5, 4.9],
  late: [10, 10.1],
  lateAndSlow: [10.5, 13],
} as const;
type Name = keyof typeof TASKS;

let monitor: MonitorFixture;
const names = new Map<string, Name>();

beforeAll(async () => {
  monitor = await MonitorFixture.create();
  await monitor.startLeader();
  for (const [name, [submitted, ended]] of Object.entries(TASKS)) {
    const task = new EventsOf();
    names.set(task.task_id, name as Name);
    await monitor.write(task.accepted(submitted * HOUR), task.succeeded(submitted * HOUR, ended * HOUR));
  }
  await monitor.projected();
});

afterAll(() => monitor?.destroy());

/** All pages of the history, newest end first, and what each said of the count. */
async function found(filter: TaskFilter): Promise<{ names: (Name | undefined)[]; counts: number[] }> {
  const [all, counts]: [(Name | undefined)[], number[]] = [[], []];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const asked = { ...filter, limit: 2, ...(cursor === undefined ? {} : { cursor }) };
    const { page } = await monitor.client.taskHistory({ filter: asked }, 5_000);
    all.push(...page.results.map(({ task_id }) => names.get(task_id)));
    counts.push(page.count);
    cursor = page.next_cursor;
  }
  return { names: all, counts };
}

/** What must be found: by the submit, sorted by the end. */
function expected(since: number, until: number): Name[] {
  return (Object.keys(TASKS) as Name[])
    .filter((name) => TASKS[name][0] >= since && TASKS[name][0] < until)
    .sort((a, b) => TASKS[b][1] - TASKS[a][1]);
}

it.each([
  [0, 99],
  [0, 0.25],
  [0, 1],
  [0, 1.5],
  [0, 2],
  [0, 5],
  [0, 6],
  [0, 11],
  [0.1, 6],
  [1, 5.5],
  [4, 11],
  [11, 12],
])('finds what was submitted from %f to %f hours, once each, whenever it ended', async (since, until) => {
  const bounded = { since: at(since * HOUR), until: at(until * HOUR) };
  const { names: all, counts } = await found(since === 0 ? { until: bounded.until } : bounded);
  expect(all).toEqual(expected(since, until));
  expect(new Set(counts)).toEqual(new Set([all.length]));
});

it('finds it together with other filters', async () => {
  const until = at(11 * HOUR);
  expect((await found({ until, status: 'SUCCESS' })).names).toEqual(expected(0, 11));
  expect((await found({ until, status: 'FAILURE' })).names).toEqual([]);
});
