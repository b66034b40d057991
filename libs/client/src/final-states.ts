import type { TaskState } from '@celerity/contracts';

// The contracts' own list would bring their validators into every browser bundle, and into every start of the
// command line. The compiler sees that no state is missing, a test that each is right.
const IS_FINAL: Readonly<Record<TaskState, boolean>> = {
  PENDING: false,
  STARTED: false,
  PROGRESS: false,
  RETRY: false,
  SUCCESS: true,
  FAILURE: true,
  REVOKED: true,
  EXPIRED: true,
};

/** Every state a task can be in. */
export const STATES = Object.keys(IS_FINAL) as readonly TaskState[];

/** True when the task has ended: nothing ever leaves the state. */
export function hasEnded({ status }: { readonly status: TaskState }): boolean {
  return IS_FINAL[status];
}
