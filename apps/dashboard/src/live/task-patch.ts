import { hasEnded } from '@celerity/client';
import type { StreamedEvent, TaskView } from '@celerity/contracts';

/** The task after an event, as far as the event tells it; the same task where it changes nothing. */
export function afterEvent(task: TaskView, event: StreamedEvent): TaskView {
  if (event.type === 'revoke_requested')
    return task.revoke_requested_at ? task : { ...task, revoke_requested_at: event.at };
  if (event.type === 'rescheduled') return hasEnded(task) ? task : { ...task, eta: event.eta };
  if (event.status === null || event.type === 'accepted' || hasEnded(task)) return task;
  const attempt = 'attempt' in event ? event.attempt : task.attempt;
  if (attempt < task.attempt) return task;
  const next = { ...task, attempt, status: event.status };
  switch (event.type) {
    case 'started':
      // A delivery that came again: what it reported before counts no more.
      return { ...next, started_at: event.at, worker: event.worker, progress: null };
    case 'progressed':
      return { ...next, worker: event.worker, progress: event.progress };
    case 'succeeded':
      return { ...next, ...endOf(event), result: event.result, error: null };
    case 'retry_scheduled':
      return { ...next, error: event.error, eta: event.next_at };
    case 'failed':
      return { ...next, ...endOf(event), error: event.error };
    case 'revoked':
    case 'expired':
      return { ...next, finished_at: event.at };
    default:
      return next;
  }
}

function endOf(event: Extract<StreamedEvent, { type: 'succeeded' | 'failed' }>) {
  const { worker, started_at, duration_ms, at } = event;
  return { worker, started_at, duration_ms, finished_at: at };
}
