import { Client } from 'pg';
import { ownPrefix } from '../ground/own-prefix.ts';
import { BeatProcesses } from '../schedules/beat-processes.ts';
import { everySecond } from '../schedules/every-second.ts';
import { FiredTasks } from '../schedules/fired-tasks.ts';
import { manyAtOnce } from '../schedules/many-at-once.ts';
import { leaderOf } from '../schedules/schedule-tables.ts';
import { sized, type Workload } from './workload.ts';

/** Three beats, of which the leader is killed and paused; then many schedules due at once. */
export const schedules: Workload = {
  id: 'S1',
  title: 'schedules under killed and paused leaders',
  onlyWhenNamed: true,
  async run(bench) {
    const { signal, quick } = bench;
    await using started = new AsyncDisposableStack();
    const { amqpUrl, databaseUrl, prefix } = await ownPrefix(bench.ground, 'bench_beat', started);
    const beats = started.use(
      new BeatProcesses({ DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl, CELERITY_PREFIX: prefix }),
    );
    for (let n = 0; n < 3; n += 1) beats.start();
    const db = new Client({ connectionString: databaseUrl });
    await db.connect();
    started.defer(() => db.end());
    await leaderOf(db, signal);
    const fired = started.use(await FiredTasks.from(amqpUrl, `${prefix}.q.default`));
    const ticks = await everySecond(db, beats, fired, quick ? 60 : 120, signal);
    const many = sized(bench, 10_000, 10_000);
    const crowd = await manyAtOnce(db, beats, many, signal);
    return {
      figures: { 'every second': ticks, [`${many.toLocaleString('en')} at once`]: crowd },
      checks: [
        { what: 'firings missed', value: ticks.missed ?? Number.NaN, better: 'less', must: 0 },
        { what: 'firings doubled, not flagged', value: ticks.doubled ?? Number.NaN, better: 'less', must: 0 },
      ],
    };
  },
};
