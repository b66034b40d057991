import type { WorkerEvent } from '@celerity/contracts';
import { sql, type Transaction } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { storableJson } from '../projection/storable-json.js';

/** How long a worker that is gone is remembered. */
const REMEMBERED = '1 day';

/**
 * Takes in what workers said. Of one worker the event with the highest number counts, in whatever order they are
 * read; an event read again changes nothing, not even when the worker was seen.
 */
export async function saveWorkers(
  trx: Transaction<MonitorDatabase>,
  events: readonly WorkerEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const latest = new Map<string, WorkerEvent>();
  for (const event of events) {
    if (event.seq > (latest.get(event.worker_id)?.seq ?? -1)) latest.set(event.worker_id, event);
  }
  const rows = [...latest.values()].map((event) => ({ ...event, state: stateOf(event) }));
  await sql`
    insert into workers as known (worker_id, seq, state, hostname, pid, queues, unacked, concurrency, active,
      processed, uptime_s, rss_bytes, event_loop_lag_ms, version, interval_ms)
    select worker_id, seq, state, hostname, pid, queues, unacked, concurrency, active,
      processed, uptime_s, rss_bytes, event_loop_lag_ms, version, interval_ms
    from json_populate_recordset(null::workers, ${storableJson(rows)}::json)
    on conflict (worker_id) do update set
      seq = excluded.seq, state = excluded.state, queues = excluded.queues, unacked = excluded.unacked,
      concurrency = excluded.concurrency, active = excluded.active, processed = excluded.processed,
      uptime_s = excluded.uptime_s, rss_bytes = excluded.rss_bytes,
      event_loop_lag_ms = excluded.event_loop_lag_ms, interval_ms = excluded.interval_ms,
      seen_at = excluded.seen_at
    where known.seq < excluded.seq`.execute(trx);
  await sql`delete from workers where seen_at < now() - ${REMEMBERED}::interval`.execute(trx);
}

function stateOf(event: WorkerEvent): 'online' | 'stopping' | 'stopped' {
  if (event.type === 'worker_stopped') return 'stopped';
  return event.stopping ? 'stopping' : 'online';
}
