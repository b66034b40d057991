import type { Tracing } from '@celerity/service';
import type { ProjectedEvent } from './batch-reduction.js';

/** Ends each event's trace where people see it: with the transaction that put it into the history. */
export function traceProjection(
  tracing: Tracing,
  events: readonly ProjectedEvent[],
  startedAt: Date,
  offset: number,
): void {
  if (!tracing.on) return;
  for (const event of events) {
    if (!('traceparent' in event) || !event.traceparent) continue;
    const { type, task_id, traceparent } = event;
    const attributes = { 'celerity.task_id': task_id, 'celerity.journal_offset': offset };
    tracing
      .start({ name: `project ${type}`, kind: 'consumer', parent: traceparent, attributes, startedAt })
      ?.end();
  }
}
