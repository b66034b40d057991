import { setTimeout as pause } from 'node:timers/promises';
import { cpuPerTask, type Figures, interleaved } from '../measure/rounds.ts';
import { RunningSystem } from '../systems/running-system.ts';
import { celerity } from '../systems/systems.ts';
import { type Bench, sized, type Workload } from './workload.ts';

const STEP = 500;

/** Does a task cost more when many wait before it? The backlog stays: as many are submitted as are run. */
export const growth: Workload = {
  id: 'W9',
  title: 'growth: cost of a task by backlog',
  async run(bench) {
    const full = bench.quick ? [1_000, 10_000, 100_000] : [1_000, 10_000, 100_000, 1_000_000];
    const backlogs = full.map((size) => ({ name: `backlog ${size.toLocaleString('en')}`, size }));
    const figures = await interleaved(backlogs, bench.quick ? 1 : bench.rounds, ({ name, size }, round) =>
      oneRound(bench, name, Math.round(size / bench.shrink), round),
    );
    const cost = (name?: string): number => figures.get(String(name))?.['CPU µs/task'] ?? Number.NaN;
    const growth = cost(backlogs.at(-1)?.name) / cost(backlogs[0]?.name) - 1;
    return {
      figures: Object.fromEntries(figures),
      checks: [
        {
          what: 'CPU per task, largest backlog beside smallest, %',
          value: growth * 100,
          better: 'less',
          must: 10,
        },
      ],
    };
  },
};

async function oneRound(bench: Bench, name: string, backlog: number, round: number): Promise<Figures> {
  const { ground, log, signal } = bench;
  signal.throwIfAborted();
  await using running = await RunningSystem.start(celerity, ground);
  await running.producer.ask('submit', { count: backlog, concurrency: 500 });
  await running.startWorker();
  await runAtBacklog(running, 3_000);
  const [cpu, begun] = [running.cpuUs(), performance.now()];
  const moved = await runAtBacklog(running, sized(bench, 20_000, 10_000));
  const figures: Figures = {
    ...cpuPerTask(cpu, running.cpuUs(), moved),
    'tasks/s': (moved * 1_000) / (performance.now() - begun),
  };
  log(`round ${round}  ${name.padEnd(18)} ${figures['CPU µs/task']?.toFixed(0)} µs of CPU a task`);
  return figures;
}

/** Runs so many tasks and submits as many, neither side far ahead of the other; how many of both, on average. */
async function runAtBacklog(running: RunningSystem, count: number): Promise<number> {
  const before = await running.stored();
  let [submitted, done] = [0, 0];
  while (done < count) {
    if (submitted <= done) {
      await running.producer.ask('submit', { count: STEP, concurrency: 200 });
      submitted += STEP;
    } else await pause(5);
    done = (await running.stored()) - before;
  }
  return (submitted + done) / 2;
}
