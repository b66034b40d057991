import { setTimeout as pause } from 'node:timers/promises';
import { newTaskId } from '@celerity/contracts';
import { figuresOf, type ServiceFigures } from '../system/service-figures.ts';
import type { System } from '../system/system.ts';
import { countEffects } from './effects-of.ts';
import type { Row } from './row.ts';

const MIB = 1024 * 1024;
const BACKLOG = 100_000;
const BATCH = 500;
const LONGEST_MS = 1_200_000;
/** More in the second half would be memory that tasks leave behind. */
const GROWTH_MIB = 40;
/** The parts of the backlog at which memory is told. */
const MARKS = [0.1, 0.5, 1];

const WATCHED = ['worker', 'monitor'] as const;
type Watched = (typeof WATCHED)[number];

/** Memory at each mark, and the most there was in between. */
interface Course {
  readonly marks: ServiceFigures[];
  most: number;
}

export const backlog: Row = {
  id: 'backlog-100k',
  title: 'a backlog of 100,000 tasks: memory of worker and monitor',
  starred: false,
  promises: 'G11',
  async run(row) {
    const system = await row.start({ later: ['worker'] });
    await pileUp(system, BACKLOG);
    await system.add('worker').start();
    const courses = await watch(system);
    for (const [app, { marks, most }] of courses) {
      const told = marks.map(({ resident }, n) => `${mib(resident)} at ${(MARKS[n] ?? 0) * 100} %`);
      row.measure(`${app} MiB`, `${told.join(', ')}, ${mib(most)} at most`);
      row.measure(`${app} MiB held`, marks.map(({ old, external }) => mib(old + external)).join(', '));
    }
    const [tenth, half, all] = courses.get('worker')?.marks ?? [];
    if (tenth && all)
      row.measure(
        'worker CPU µs a task',
        Math.round(((all.cpuSeconds - tenth.cpuSeconds) * 1e6) / ((1 - (MARKS[0] ?? 0)) * BACKLOG)),
      );
    row.expect((courses.get('worker')?.most ?? 0) < 500 * MIB, 'the worker grew beyond 500 MiB');
    const grown = mib((all?.resident ?? Infinity) - (half?.resident ?? 0));
    row.expect(grown < GROWTH_MIB, `the worker grew by ${grown} MiB in the second half`);
    row.expectations.quietMs = 300_000;
    row.expectations.apiSample = 1_000;
  },
};

/** Until the backlog is done. */
async function watch(system: System): Promise<ReadonlyMap<Watched, Course>> {
  const courses = new Map<Watched, Course>(WATCHED.map((app) => [app, { marks: [], most: 0 }]));
  const deadline = performance.now() + LONGEST_MS;
  for (const mark of MARKS) {
    let done = 0;
    while (done < mark * BACKLOG) {
      if (performance.now() > deadline) throw new Error(`only ${done} tasks of the backlog are done`);
      await pause(500);
      done = await countEffects(system, 'done');
      for (const [app, course] of courses) course.most = Math.max(course.most, system.first(app).rss);
    }
    for (const [app, { marks }] of courses) {
      const figures = await figuresOf(system.first(app));
      if (figures) marks.push(figures);
    }
  }
  return courses;
}

/** Tasks put into queue and journal as gateways do, without the detour over HTTP; the broker has confirmed both. */
async function pileUp(system: System, count: number): Promise<void> {
  for (let done = 0; done < count; done += BATCH) {
    const tasks = Array.from({ length: BATCH }, (_, n) => ({ id: newTaskId(), ref: `b${done + n}` }));
    const at = new Date().toISOString();
    await system.broker.writeJournal([
      tasks.map(({ id, ref }) => ({
        ...{ type: 'accepted', task_id: id, at, task_name: 'default.chaos_none', queue: 'default' },
        ...{ args: [], kwargs: { ref }, priority: 5, max_retries: 3, eta: null, expires: null, root_id: id },
        ...{ parent_id: null, schedule: null, retried_from: null, trace_id: null, submitted_by: 'chaos' },
      })),
    ]);
    await system.broker.publishAll(
      `${system.prefix}.tasks`,
      'task.default.chaos_none',
      tasks.map(({ id, ref }) => ({
        content: JSON.stringify([[], { ref }, {}]),
        properties: { messageId: id, type: 'default.chaos_none' },
      })),
    );
    for (const { id, ref } of tasks) {
      const kwargs = { ref };
      system.ledger.answered({
        ...{ ref, task: 'chaos_none', kwargs, verdict: 'accepted', taskId: id, status: null, ms: 0 },
      });
    }
  }
}

function mib(bytes: number): number {
  return Math.round(bytes / MIB);
}
