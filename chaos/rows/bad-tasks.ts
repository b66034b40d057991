import type { SystemOptions } from '../system/system.ts';
import type { Row } from './row.ts';

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

export const badTasks: readonly Row[] = [
  misbehaving('unhandled-rejection', 'reject', 'a task that leaves a rejection unhandled', { starred: true }),
  misbehaving('process-exit', 'exit', 'a task that calls process.exit'),
  misbehaving('event-loop-blocked', 'block', 'a task that blocks the event loop for 8 s', { ends: false }),
  misbehaving('out-of-memory', 'memory', 'a task that uses up the heap', {
    options: { env: { worker: { NODE_OPTIONS: '--max-old-space-size=256' } } },
  }),
];
