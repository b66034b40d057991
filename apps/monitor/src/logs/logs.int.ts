import type { LogLine, Logged, TaskLogLine } from '@celerity/contracts';
import { at, EventsOf } from '@celerity/contracts/testing';
import { MonitorFixture } from '../testing/monitor-fixture.js';

let monitor: MonitorFixture;

beforeAll(async () => {
  monitor = await MonitorFixture.create();
  await monitor.startLeader();
});

afterAll(() => monitor?.destroy());

const logged = (worker: string, ...lines: LogLine[]): Logged => ({
  type: 'logged',
  worker,
  at: at(0),
  lines,
});
const line = ({ task_id }: EventsOf, n: number, more: Partial<LogLine> = {}): LogLine => ({
  task_id,
  attempt: 1,
  n,
  at: at(n),
  text: `line ${n}`,
  ...more,
});

async function shown({ task_id }: EventsOf, limit = 1_000): Promise<TaskLogLine[]> {
  await monitor.projected();
  const all: TaskLogLine[] = [];
  let cursor: string | null = null;
  do {
    const query = { task_id, limit, ...(cursor === null ? {} : { cursor }) };
    const { page } = await monitor.client.taskLog(query, 5_000);
    all.push(...page.results);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return all;
}

it('shows what a task logged, in order, page by page, once', async () => {
  const [task, other] = [new EventsOf(), new EventsOf()];
  const second = line(task, 1, { attempt: 2, at: at(0), facts: { a: 1 }, cut: true });
  const events = [
    logged('w2', second),
    logged('w1', line(task, 2), line(other, 1), line(task, 1), line(task, 3)),
  ];
  await monitor.write(...events, ...events);
  await monitor.write(...events);
  for (const limit of [1, 2, 1_000]) {
    const lines = await shown(task, limit);
    expect(lines.map(({ attempt, text }) => `${attempt} ${text}`)).toEqual([
      '1 line 1',
      '1 line 2',
      '1 line 3',
      '2 line 1',
    ]);
    expect(lines.at(-1)).toEqual({
      attempt: 2,
      at: at(0),
      worker: 'w2',
      text: 'line 1',
      facts: { a: 1 },
      cut: true,
    });
  }
  expect((await shown(other)).length).toBe(1);
});

it('leaves out what is no line, and keeps the others', async () => {
  const task = new EventsOf();
  const bad = [
    null,
    7,
    { ...line(task, 2), task_id: 'x' },
    { ...line(task, 3), n: 'x' },
    { ...line(task, 4), at: '1' },
  ];
  await monitor.write(logged('w', ...(bad as LogLine[]), line(task, 1, { text: 'a\u0000b' })));
  expect((await shown(task)).map(({ text }) => text)).toEqual(['a\ufffdb']);
});

it.each([{ cursor: 'x' }, { cursor: Buffer.from('[1,"x","w",1]').toString('base64url') }, { limit: 0 }])(
  'refuses %j',
  async (query) => {
    await expect(
      monitor.client.taskLog({ task_id: new EventsOf().task_id, ...query }, 5_000),
    ).rejects.toThrow(/cursor|limit/);
  },
);

it('finds the children of a task, and its whole tree', async () => {
  const [root, child, grandchild] = [new EventsOf(), new EventsOf(), new EventsOf()];
  const done = (task: EventsOf, parent: EventsOf | null) => [
    task.accepted(0, { root_id: root.task_id, parent_id: parent?.task_id ?? null }),
    task.succeeded(1, 2),
  ];
  await monitor.write(...done(root, null), ...done(child, root), ...done(grandchild, child));
  await monitor.projected();
  const idsOf = async (filter: object) =>
    (await monitor.client.taskHistory({ filter }, 5_000)).page.results.map(({ task_id }) => task_id).sort();
  expect(await idsOf({ parent_id: root.task_id })).toEqual([child.task_id]);
  expect(await idsOf({ root_id: root.task_id.toUpperCase() })).toEqual(
    [root, child, grandchild].map(({ task_id }) => task_id).sort(),
  );
});
