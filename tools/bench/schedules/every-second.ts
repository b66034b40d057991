import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Figures } from '../measure/rounds.ts';
import type { BeatProcesses } from './beat-processes.ts';
import { expectedTaskId, type FiredTasks } from './fired-tasks.ts';
import { addSchedules, latenessOf, leaderOf } from './schedule-tables.ts';

const LEASE_MS = 3_000;
const SETTLE_MS = 12_000;

/** A schedule of every second, while leaders are killed and paused at random. */
export async function everySecond(
  db: Client,
  beats: BeatProcesses,
  fired: FiredTasks,
  seconds: number,
  signal: AbortSignal,
): Promise<Figures> {
  await addSchedules(db, `'tick'`, '* * * * * *');
  const until = performance.now() + seconds * 1_000;
  let [killed, paused] = [0, 0];
  while (performance.now() < until) {
    await pause(4_000 + Math.random() * 6_000, undefined, { signal });
    const child = beats.holding(await leaderOf(db, signal));
    if (!child) continue;
    if (Math.random() < 0.5) {
      killed += 1;
      await beats.kill(child);
      beats.start();
    } else {
      paused += 1;
      child.kill('SIGSTOP');
      await pause(LEASE_MS * (1 + Math.random() * 2));
      child.kill('SIGCONT');
    }
  }
  await db.query(`update beat.schedules set enabled = false where id = 'tick'`);
  await pause(SETTLE_MS, undefined, { signal });
  const expected = await expectedTasks(db);
  const seen = [...fired.seen.values()];
  const late = await latenessOf(db, `schedule_id = 'tick'`);
  return {
    expected: expected.size,
    missed: [...expected].filter((id) => !fired.seen.has(id)).length,
    doubled: seen.filter(({ plain }) => plain > 1).length,
    'sent again, flagged': seen.filter(({ flagged }) => flagged > 0).length,
    'leaders killed': killed,
    'leaders paused': paused,
    'p50 late ms': late.p50,
    'p99 late ms': late.p99,
  };
}

async function expectedTasks(db: Client): Promise<Set<string>> {
  const { rows } = await db.query<{ first: Date; last: Date }>(
    `select min(due_at) as first, max(due_at) as last from beat.occurrences where schedule_id = 'tick'`,
  );
  const [from = 0, to = -1] = [rows[0]?.first.getTime(), rows[0]?.last.getTime()];
  const expected = new Set<string>();
  for (let at = from; at <= to; at += 1_000) expected.add(expectedTaskId('tick', new Date(at)));
  return expected;
}
