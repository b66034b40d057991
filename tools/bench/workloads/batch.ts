import { interleaved } from '../measure/rounds.ts';
import { bullmq, celerity, graphileWorker, pgBoss, raw } from '../systems/systems.ts';
import type { System } from '../systems/system.ts';
import { oneRound } from './throughput.ts';
import { sized, type Workload } from './workload.ts';

/** All tasks handed over at once, by whatever each system has for that. */
export const batch: Workload = {
  id: 'W3',
  title: 'batch submit: accepted, and to the last result stored',
  async run(bench) {
    const systems = [celerity, bullmq, raw, pgBoss, graphileWorker];
    const count = sized(bench, 20_000, 10_000);
    const figures = await interleaved(systems, bench.rounds, (system, round) =>
      oneRound(bench, system, count, round, 'batch'),
    );
    const per = (system: System, figure: string): number => figures.get(system.name)?.[figure] ?? Number.NaN;
    return {
      figures: Object.fromEntries(figures),
      checks: [
        {
          what: 'accepted/s, times raw',
          value: per(celerity, 'accepted/s') / per(raw, 'accepted/s'),
          better: 'more',
          must: 0.6,
          stretch: 0.9,
        },
        {
          what: 'tasks/s to the last result, times BullMQ addBulk',
          value: per(celerity, 'tasks/s') / per(bullmq, 'tasks/s'),
          better: 'more',
          must: 1,
          stretch: 1.5,
        },
      ],
    };
  },
};
