import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Figures } from '../measure/rounds.ts';
import type { BeatProcesses } from './beat-processes.ts';
import { addSchedules, latenessOf } from './schedule-tables.ts';

const FIRST = `schedule_id like 'many-%'
  and due_at = (select min(due_at) from beat.occurrences where schedule_id like 'many-%')`;

/** Many schedules, all due at the same minute. */
export async function manyAtOnce(
  db: Client,
  beats: BeatProcesses,
  many: number,
  signal: AbortSignal,
): Promise<Figures> {
  const before = await beats.residentMiB();
  await addSchedules(db, `'many-' || n`, '* * * * *', `from generate_series(1, ${many}) n`);
  let largest = before;
  for (;;) {
    const { rows } = await db.query<{ count: number }>(
      `select count(*)::integer as count from beat.occurrences where published_at is not null and ${FIRST}`,
    );
    largest = Math.max(largest, await beats.residentMiB());
    if ((rows[0]?.count ?? 0) >= many) break;
    await pause(250, undefined, { signal });
  }
  const late = await latenessOf(db, FIRST);
  return { 'p50 late ms': late.p50, 'worst late ms': late.worst, 'MB before': before, 'MB at most': largest };
}
