/** The states a task can be in; names are those that Celery users know. */
export const TASK_STATES = [
  'PENDING',
  'STARTED',
  'PROGRESS',
  'RETRY',
  'SUCCESS',
  'FAILURE',
  'REVOKED',
  'EXPIRED',
] as const;

export type TaskState = (typeof TASK_STATES)[number];

export const FINAL_STATES = [
  'SUCCESS',
  'FAILURE',
  'REVOKED',
  'EXPIRED',
] as const satisfies readonly TaskState[];

export const ACTIVE_STATES = [
  'PENDING',
  'STARTED',
  'PROGRESS',
  'RETRY',
] as const satisfies readonly TaskState[];

const AFTER: Readonly<Record<TaskState, readonly TaskState[]>> = {
  // An outcome may be journaled before `started`: both share a batch, and quick attempts are merged.
  PENDING: ['STARTED', 'PROGRESS', 'RETRY', ...FINAL_STATES],
  STARTED: ['STARTED', 'PROGRESS', 'RETRY', ...FINAL_STATES],
  PROGRESS: ['STARTED', 'PROGRESS', 'RETRY', ...FINAL_STATES],
  RETRY: ['STARTED', 'PROGRESS', 'RETRY', ...FINAL_STATES],
  SUCCESS: [],
  FAILURE: [],
  REVOKED: [],
  EXPIRED: [],
};

/** True when nothing ever leaves the state. */
export function isFinal(state: TaskState): boolean {
  return AFTER[state].length === 0;
}

/** True when a task may go from one state to the other. */
export function mayFollow(from: TaskState, to: TaskState): boolean {
  return AFTER[from].includes(to);
}
