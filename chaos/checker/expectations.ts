/** What a row may cause besides success; everything else is a problem. */
export interface Expectations {
  /** Message ids in the dead letters, exactly these. */
  readonly deadLetters: Set<string>;
  /** Tasks, by ref or id, that must end otherwise than in SUCCESS, and how. */
  readonly ends: Map<string, string>;
  /** Attempts that may run at the same time on two workers, so that a run can begin after another's end. */
  overlappingRuns: boolean;
  /** Tasks of which a message was lost on purpose together with its queue. */
  readonly withdrawn: Set<string>;
  /** Longest wait for everything to become final and quiet. */
  quietMs: number;
  /** Compare every task with the API, or only this many. */
  apiSample: number;
}

export function noExpectations(): Expectations {
  return {
    deadLetters: new Set(),
    ends: new Map(),
    overlappingRuns: false,
    withdrawn: new Set(),
    quietMs: 90_000,
    apiSample: 2_000,
  };
}
