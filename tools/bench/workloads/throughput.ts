import { RunningSystem } from '../systems/running-system.ts';
import { bullmq, celerity, celery, graphileWorker, pgBoss, raw } from '../systems/systems.ts';
import type { System } from '../systems/system.ts';
import { cpuPerTask, type Figures, interleaved } from '../measure/rounds.ts';
import { type Bench, sized, type Workload } from './workload.ts';

/** Submits under way at a time. */
const CONCURRENCY = 200;

/** Tasks submitted one by one, from the first submit to the last result stored. */
export const throughput: Workload = {
  id: 'W1',
  title: 'throughput: single submits to the last result stored',
  async run(bench) {
    const systems = [celerity, bullmq, raw, ...(bench.hasCelery ? [celery] : []), pgBoss, graphileWorker];
    const count = sized(bench, 20_000, 10_000);
    const figures = await interleaved(systems, bench.rounds, (system, round) =>
      oneRound(bench, system, count, round, 'submit'),
    );
    const per = (system: System, figure: string): number => figures.get(system.name)?.[figure] ?? Number.NaN;
    const speed = per(celerity, 'tasks/s');
    return {
      figures: Object.fromEntries(figures),
      checks: [
        { what: 'tasks/s, times Celery', value: speed / per(celery, 'tasks/s'), better: 'more', must: 7 },
        {
          what: 'tasks/s, times BullMQ',
          value: speed / per(bullmq, 'tasks/s'),
          better: 'more',
          must: 0.85,
          stretch: 1.2,
        },
        {
          what: 'CPU of all processes, µs per task',
          value: per(celerity, 'CPU µs/task'),
          better: 'less',
          must: 450,
          stretch: 305,
        },
      ],
    };
  },
};

/** One system from its start to its end: its rate, and the CPU time of all its processes and services. */
export async function oneRound(
  { ground, log, signal }: Bench,
  system: System,
  count: number,
  round: number,
  op: 'submit' | 'batch',
): Promise<Figures> {
  signal.throwIfAborted();
  await using running = await RunningSystem.start(system, ground);
  const warm = Math.max(200, Math.round(count / 10));
  await running.warmUp(warm);
  const [cpu, begun] = [running.cpuUs(), performance.now()];
  await running.producer.ask(op, { count, concurrency: CONCURRENCY });
  const accepted = performance.now();
  await running.untilStored(warm + count);
  const ended = performance.now();
  const figures: Figures = {
    'accepted/s': (count / (accepted - begun)) * 1_000,
    'tasks/s': (count / (ended - begun)) * 1_000,
    'worker MB': running.workerMb(),
    ...cpuPerTask(cpu, running.cpuUs(), count),
  };
  const [rate, spent] = [figures['tasks/s'], figures['CPU µs/task']].map((value) => value?.toFixed(0));
  log(`round ${round}  ${system.name.padEnd(15)} ${rate} tasks/s, ${spent} µs of CPU each`);
  return figures;
}
