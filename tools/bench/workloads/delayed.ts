import { now } from '../agents/pace.ts';
import { type Figures, interleaved } from '../measure/rounds.ts';
import { RunningSystem } from '../systems/running-system.ts';
import { bullmq, celerityWithBeat, celery, pgBoss } from '../systems/systems.ts';
import type { System } from '../systems/system.ts';
import { type Bench, sized, type Workload } from './workload.ts';

/** Some systems keep instants in milliseconds. */
const ROUNDING_MS = 1;

/** Many tasks due at one instant: none may begin early, and how late does the last one begin? */
export const delayed: Workload = {
  id: 'W4',
  title: 'delayed tasks, all due at one instant',
  async run(bench) {
    const systems = [celerityWithBeat, bullmq, ...(bench.hasCelery ? [celery] : []), pgBoss];
    const count = sized(bench, 10_000, 5_000);
    const figures = await interleaved(systems, bench.rounds, (system, round) =>
      oneRound(bench, system, count, round),
    );
    const last = (system: System): number => figures.get(system.name)?.['last start ms'] ?? Number.NaN;
    const first = figures.get(celerityWithBeat.name)?.['first start ms'] ?? Number.NaN;
    return {
      figures: Object.fromEntries(figures),
      checks: [
        { what: 'first start after the instant, ms', value: first, better: 'more', must: -ROUNDING_MS },
        {
          what: 'last start after it, times BullMQ',
          value: last(celerityWithBeat) / last(bullmq),
          better: 'less',
          must: 1.3,
        },
      ],
    };
  },
};

async function oneRound(
  { ground, log, signal }: Bench,
  system: System,
  count: number,
  round: number,
): Promise<Figures> {
  signal.throwIfAborted();
  await using running = await RunningSystem.start(system, ground);
  const warm = 500;
  await running.warmUp(warm);
  // Time enough for the slowest to take them all before the first is due.
  const inMs = 5_000 + count * 2;
  const { due } = await running.producer.ask<{ due: number }>('delayed', { count, concurrency: 200, inMs });
  const spare = due - now();
  if (spare < 0) log(`${system.name}: the last was submitted ${(-spare).toFixed(0)} ms after they were due`);
  await running.untilStored(warm + count);
  const { first, last } = await running.producer.ask<{ first: number; last: number }>('starts');
  const figures = { 'first start ms': first - due, 'last start ms': last - due };
  const [from, to] = [figures['first start ms'], figures['last start ms']].map((value) => value.toFixed(0));
  log(`round ${round}  ${system.name.padEnd(15)} first ${from} ms, last ${to} ms after the instant`);
  return figures;
}
