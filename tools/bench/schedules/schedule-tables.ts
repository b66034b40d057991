import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';

/** Adds schedules of `debug_task`; `id` and `from` are SQL. */
export async function addSchedules(db: Client, id: string, cron: string, from = ''): Promise<void> {
  await db.query(`insert into beat.schedules (id, task_name, args, kwargs, cron, zone, source)
    select ${id}, 'default.debug_task', '[]', '{}', '${cron}', 'UTC', 'bench' ${from}`);
}

/** Who holds the lease, once somebody does. */
export async function leaderOf(db: Client, signal: AbortSignal): Promise<string> {
  for (;;) {
    signal.throwIfAborted();
    const found = await db
      .query<{ holder: string }>(`select holder from beat.leases where expires_at > clock_timestamp()`)
      .catch(() => null);
    const holder = found?.rows[0]?.holder;
    if (holder) return holder;
    await pause(100);
  }
}

/** How late the occurrences were published, in milliseconds; `where` is SQL. */
export async function latenessOf(
  db: Client,
  where: string,
): Promise<{ p50: number; p99: number; worst: number }> {
  const { rows } = await db.query<{ p50: number; p99: number; worst: number }>(
    `select round(percentile_disc(0.5) within group (order by ms))::float8 as p50,
       round(percentile_disc(0.99) within group (order by ms))::float8 as p99, round(max(ms))::float8 as worst
     from (select extract(epoch from published_at - due_at) * 1000 as ms from beat.occurrences
       where published_at is not null and ${where}) o`,
  );
  return rows[0] ?? { p50: 0, p99: 0, worst: 0 };
}
