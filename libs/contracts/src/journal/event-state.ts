import type { JournalEvent, TaskEvent } from './journal-event.js';
import type { TaskState } from '../task-state.js';

const STATE_AFTER = {
  accepted: 'PENDING',
  // It goes on waiting, in whichever state it waits.
  rescheduled: 'PENDING',
  refused: 'FAILURE',
  started: 'STARTED',
  interrupted: 'STARTED',
  progressed: 'PROGRESS',
  succeeded: 'SUCCESS',
  retry_scheduled: 'RETRY',
  failed: 'FAILURE',
  revoked: 'REVOKED',
  expired: 'EXPIRED',
} as const satisfies Record<TaskEvent['type'], TaskState>;

/** The state that an event asks a task to take (the transition table says whether it may). */
export function stateAfter(event: TaskEvent): TaskState {
  return STATE_AFTER[event.type];
}

/** Whether an event is about a task's state; false too for what a later version may have written. */
export function isTaskEvent(event: JournalEvent): event is TaskEvent {
  return Object.hasOwn(STATE_AFTER, event.type);
}
