import type { Client } from 'pg';

/** Rows of one statement: small enough that a Ctrl-C in between is soon heard. */
const ROWS = 100_000;

/**
 * Writes a history of ended tasks over thirty days, as a mall's would be: most of few names, 2 % failed, one name
 * of a thousandth. A hundredth are still active.
 */
export async function fillHistory(database: Client, rows: number): Promise<void> {
  for (let from = 0; from < rows; from += ROWS) {
    await database.query(INSERT, [from, Math.min(rows, from + ROWS), rows]);
  }
  await database.query('vacuum analyze monitor.tasks');
}

const INSERT = `
  insert into monitor.tasks (task_id, state, attempt, task_name, queue, args, kwargs, result, error, priority,
    max_retries, submitted_at, seen_at, started_at, finished_at, duration_ms, worker, root_id, attempts)
  select id, state, 1,
    case when n % 1000 = 0 then 'data.export_data' when n % 3 = 0 then 'email.send_notification_email'
      when n % 3 = 1 then 'default.debug_task' else 'finance.check_pending_bills' end,
    case when n % 1000 = 0 then 'data' when n % 3 = 0 then 'email'
      when n % 3 = 1 then 'default' else 'finance' end,
    '[]', json_build_object('message', repeat('x', 140)),
    case when state = 'SUCCESS' then json_build_object('done', true) end,
    case when state = 'FAILURE' then json_build_object('type', 'SmtpDown', 'message', 'no answer') end,
    5, 3, at, at, at, case when state <> 'PENDING' then at + interval '12 ms' end,
    case when state <> 'PENDING' then 12 end, 'host-' || n % 20 || ':1:abcdef', id::text, '[]'
  from (
    select n, gen_random_uuid() as id, now() - (n::float8 / $3::float8) * interval '30 days' as at,
      case when n % 100 = 50 then 'PENDING' when n % 50 = 7 then 'FAILURE' else 'SUCCESS' end as state
    from generate_series($1::bigint, $2::bigint - 1) n
  ) each`;
