/** One line of a task's own log. */
export interface LogLine {
  readonly task_id: string;
  readonly attempt: number;
  /** Counts the lines of one run of an attempt, from 1. */
  readonly n: number;
  /** ISO 8601 UTC, the worker's clock. */
  readonly at: string;
  readonly text: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Something was left out: the end of this line, or all lines after it; the text says which. */
  readonly cut?: boolean;
}

/** Lines that the attempts of one worker have logged since the event before, of any number of tasks. */
export interface Logged {
  readonly type: 'logged';
  readonly worker: string;
  readonly at: string;
  readonly lines: readonly LogLine[];
}
