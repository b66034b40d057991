import { setTimeout as pause } from 'node:timers/promises';
import { type Figures, interleaved } from '../measure/rounds.ts';
import { RunningSystem } from '../systems/running-system.ts';
import { bullmq, celerity, celery } from '../systems/systems.ts';
import type { System } from '../systems/system.ts';
import { type Bench, sized, type Workload } from './workload.ts';

const SETTLE_MS = 3_000;
const SAMPLE_MS = 250;

/** Resident memory of the worker: a while after its start, and the most while it works. */
export const memory: Workload = {
  id: 'W5',
  title: 'memory of the worker',
  async run(bench) {
    const systems = [celerity, bullmq, ...(bench.hasCelery ? [celery] : [])];
    const count = sized(bench, 20_000, 10_000);
    const figures = await interleaved(systems, bench.rounds, (system, round) =>
      oneRound(bench, system, count, round),
    );
    const own = figures.get(celerity.name);
    return {
      figures: Object.fromEntries(figures),
      checks: [
        { what: 'idle, MB', value: own?.['idle MB'] ?? Number.NaN, better: 'less', must: 110 },
        { what: 'loaded, MB', value: own?.['loaded MB'] ?? Number.NaN, better: 'less', must: 140 },
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
  await running.warmUp(1);
  await pause(SETTLE_MS);
  const idle = running.workerMb();
  let loaded = idle;
  const sampling = setInterval(() => (loaded = Math.max(loaded, running.workerMb())), SAMPLE_MS);
  try {
    await running.producer.ask('submit', { count, concurrency: 200 });
    await running.untilStored(1 + count);
  } finally {
    clearInterval(sampling);
  }
  log(`round ${round}  ${system.name.padEnd(15)} ${idle.toFixed(0)} MB idle, ${loaded.toFixed(0)} MB loaded`);
  return { 'idle MB': idle, 'loaded MB': loaded };
}
