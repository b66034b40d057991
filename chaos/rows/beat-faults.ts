import { setTimeout as pause } from 'node:timers/promises';
import type { System } from '../system/system.ts';
import { until } from '../system/until.ts';
import type { Row } from './row.ts';

const SCHEDULE = 'every-1s';
/** Three leases of four seconds. */
const PAUSED_MS = 12_000;

/** With `fire_all`, so that what a failover misses must be made up for to the last instant. */
async function addSchedule(system: System): Promise<void> {
  await system.rows(
    `insert into beat.schedules (id, task_name, cron, zone, kwargs, source, misfire)
     values ($1, 'default.chaos_none', '* * * * * *', 'UTC', '{"ref": "schedule"}', 'chaos', 'fire_all')`,
    [SCHEDULE],
  );
}

async function fired(system: System): Promise<number> {
  const [row] = await system.rows<{ n: number }>(
    'select count(*)::int as n from beat.occurrences where published_at is not null',
  );
  return row?.n ?? 0;
}

const moreFired = async (system: System, more: number): Promise<void> => {
  const before = await fired(system);
  await until(`${more} more instants fired`, async () => (await fired(system)) >= before + more);
};

function leaderKilledAt(id: string, point: string, title: string, starred: boolean): Row {
  return {
    id,
    title,
    starred,
    promises: 'G8',
    async run(row) {
      const nth = row.random.between(2, 4);
      const system = await row.start({ faults: { beat: `beat.${point}:kill9:${nth}` } });
      const leader = system.first('beat');
      await system.add('beat').start();
      await addSchedule(system);
      await leader.ended(0, 60_000);
      row.healed();
      await moreFired(system, 4);
      row.measure('instants', await fired(system));
    },
  };
}

export const beatFaults: readonly Row[] = [
  leaderKilledAt('beat-kill-after-insert', 'after_insert', 'leading beat kill -9 after the insert', true),
  leaderKilledAt('beat-kill-after-publish', 'after_publish', 'leading beat kill -9 after the publish', false),
  {
    id: 'beat-paused',
    title: 'leading beat stopped (SIGSTOP) for three leases, then continued',
    starred: true,
    promises: 'G8',
    async run(row) {
      const system = await row.start();
      await system.add('beat').start();
      await addSchedule(system);
      await moreFired(system, 2);
      const leader = system.first('beat', await leaderIndex(system));
      leader.pause();
      await pause(PAUSED_MS);
      leader.resume();
      row.healed();
      await moreFired(system, 4);
      row.measure('instants', await fired(system));
    },
  },
];

async function leaderIndex(system: System): Promise<number> {
  const [lease] = await system.rows<{ holder: string }>("select holder from beat.leases where name = 'beat'");
  return lease?.holder.split(':').at(-2) === String(system.first('beat', 1).pid) ? 1 : 0;
}
