import type { Latency } from '../agents/pace.ts';
import { percentile } from '../measure/percentile.ts';
import { type Figures, interleaved } from '../measure/rounds.ts';
import { RunningSystem } from '../systems/running-system.ts';
import { bullmq, celerity, celery, raw } from '../systems/systems.ts';
import type { System } from '../systems/system.ts';
import { type Bench, sized, type Workload } from './workload.ts';

const PER_SECOND = 50;

/** A calm system: from submit to the handler's start, and to the result in the caller's hands. */
export const latency: Workload = {
  id: 'W2',
  title: `latency at ${PER_SECOND} tasks/s`,
  async run(bench) {
    const systems = [raw, celerity, bullmq, ...(bench.hasCelery ? [celery] : [])];
    const count = sized(bench, 1_000, 500);
    const figures = await interleaved(systems, bench.rounds, (system, round) =>
      oneRound(bench, system, count, round),
    );
    const per = (system: System, figure: string): number => figures.get(system.name)?.[figure] ?? Number.NaN;
    const check = (name: string, figure: string, beside: System, must: number, stretch: number) => ({
      what: `p50 ${figure}, times ${name}`,
      value: per(celerity, `p50 ${figure} ms`) / per(beside, `p50 ${figure} ms`),
      better: 'less' as const,
      must,
      stretch,
    });
    return {
      figures: Object.fromEntries(figures),
      checks: [check('raw', 'to start', raw, 1.6, 1.3), check('BullMQ', 'to result', bullmq, 1.3, 1)],
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
  await running.warmUp(300);
  await running.producer.ask('latency', { count: PER_SECOND * 2, perSecond: PER_SECOND });
  const { samples } = await running.producer.ask<{ samples: Latency[] }>('latency', {
    count,
    perSecond: PER_SECOND,
  });
  const starts = samples.map(({ toStart }) => toStart);
  const results = samples.map(({ toResult }) => toResult);
  const figures = {
    'p50 to start ms': percentile(starts, 0.5),
    'p99 to start ms': percentile(starts, 0.99),
    'p50 to result ms': percentile(results, 0.5),
    'p99 to result ms': percentile(results, 0.99),
  };
  const [start, result] = [figures['p50 to start ms'], figures['p50 to result ms']].map((v) => v.toFixed(1));
  log(`round ${round}  ${system.name.padEnd(15)} p50 ${start} ms to start, ${result} ms to result`);
  return figures;
}
