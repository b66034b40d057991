import type { DeadLetterSummary, DeadLetterView } from '@celerity/contracts';
import type { DeadLetterRow, ReplayRow } from './dead-letter-tables.js';
import { visibleBody, visibleMessage } from './hidden-secrets.js';

/** What the list needs of a dead letter. */
export type SummaryRow = Omit<
  DeadLetterRow,
  'body' | 'headers' | 'message' | 'fingerprint' | 'content_type'
> & {
  readonly replayed_as: string | null;
};

export function summaryOf(row: SummaryRow): DeadLetterSummary {
  return {
    id: row.id,
    task_id: row.task_id,
    task_name: row.task_name,
    queue: row.queue,
    cause: row.cause,
    attempts: row.attempts,
    first_error: row.first_error ?? row.last_error,
    last_error: row.last_error,
    arrived_at: row.arrived_at.toISOString(),
    arrivals: row.arrivals,
    size_bytes: Number(row.size_bytes),
    state: row.state,
    resolved_by: row.resolved_by,
    resolved_at: row.resolved_at?.toISOString() ?? null,
    replayed_as: row.replayed_as,
  };
}

/** Everything; what the contract calls secret is hidden, so that it leaves the monitor nowhere. */
export function detailsOf(row: DeadLetterRow, replays: readonly ReplayRow[]): DeadLetterView {
  return {
    ...summaryOf({ ...row, replayed_as: replays.at(-1)?.task_id ?? null }),
    readable: row.message !== null,
    ...visibleMessage(row),
    content_type: row.content_type,
    headers: row.headers,
    body: visibleBody(row),
    replays: replays.map(({ replay, task_id, task_name, edited, replayed_by, replayed_at }) => ({
      replay,
      task_id,
      task_name,
      edited,
      by: replayed_by,
      at: replayed_at.toISOString(),
    })),
  };
}
