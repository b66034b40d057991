import {
  isFinal,
  stateAfter,
  type TaskError,
  type TaskEvent,
  type TaskResultView,
  type TaskView,
} from '@celerity/contracts';

/** The part of a task's view that the long poll answers with. */
export function resultOfView({ task_id, status, result, error, finished_at }: TaskView): TaskResultView {
  return { task_id, status, result, error, finished_at };
}

/** The same, from the event that ended the task. */
export function resultOfEvent(event: TaskEvent): TaskResultView {
  return {
    task_id: event.task_id,
    status: stateAfter(event),
    result: event.type === 'succeeded' ? event.result : null,
    error: errorOf(event),
    finished_at: event.at,
  };
}

function errorOf(event: TaskEvent): TaskError | null {
  if (event.type === 'refused') return { type: 'Refused', message: event.reason };
  return 'error' in event && isFinal(stateAfter(event)) ? (event.error ?? null) : null;
}
