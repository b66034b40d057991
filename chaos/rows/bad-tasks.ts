import type { SystemOptions } from '../system/system.ts';
import { until } from '../system/until.ts';
import type { Row } from './row.ts';
import { spinningThreads } from './spinning-threads.ts';

type Crash = 'exit' | 'reject' | 'block' | 'memory';

/** One task that misbehaves among well-behaved ones; the second time it behaves. */
function misbehaving(
  id: string,
  crash: Crash,
  title: string,
  {
    starred = false,
    ends = true,
    options = {},
  }: { starred?: boolean; ends?: boolean; options?: SystemOptions } = {},
): Row {
  return {
    id,
    title,
    starred,
    promises: 'G3 G10',
    async run(row) {
      const system = await row.start(options);
      const worker = system.first('worker');
      await row.load(20);
      await system.client.submit('chaos_none', { crash, ms: 50 });
      await row.load(40);
      if (ends) await worker.ended(0, 90_000);
      row.healed();
      row.measure('worker ended', ends ? String(worker.ends[0]) : worker.ends.length);
      row.expect(ends || worker.ends.length === 0, `the worker ended with ${worker.ends[0]}`);
    },
  };
}

const ALWAYS = 1_000;

/** A task that kills its worker each time is given up; those that it took down with it are not. */
const alwaysCrashing: Row = {
  id: 'always-crashing',
  title: 'a task that kills its worker each time: quarantined, then dead-lettered; its neighbours finish',
  starred: false,
  promises: 'G3 G10',
  async run(row) {
    const system = await row.start();
    await row.load(20);
    const crashing = await system.client.submit('chaos_none', { crash: 'exit', crashes: ALWAYS, ms: 50 });
    row.expectations.ends.set(crashing.ref, 'FAILURE WorkerCrashed');
    row.expectations.deadLetters.add(crashing.taskId ?? '');
    row.expectations.quietMs = 180_000;
    await row.load(60, { ms: [50, 200] });
    await until(
      'it is given up',
      async () => {
        const sql = "select 1 from monitor.tasks where task_id = $1 and state = 'FAILURE'";
        return (await system.rows(sql, [crashing.taskId])).length === 1;
      },
      180_000,
    );
    row.healed();
    row.measure('workers lost', system.first('worker').ends.length);
  },
};

export const badTasks: readonly Row[] = [
  spinningThreads,
  alwaysCrashing,
  misbehaving('unhandled-rejection', 'reject', 'a task that leaves a rejection unhandled', { starred: true }),
  misbehaving('process-exit', 'exit', 'a task that calls process.exit'),
  misbehaving('event-loop-blocked', 'block', 'a task that blocks the event loop for 8 s', { ends: false }),
  misbehaving('out-of-memory', 'memory', 'a task that uses up the heap', {
    options: { env: { worker: { NODE_OPTIONS: '--max-old-space-size=256' } } },
  }),
];
