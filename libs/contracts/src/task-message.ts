/** Keyword arguments as they travel: field name to JSON value. */
export type Kwargs = Record<string, unknown>;

/** A task as it travels to a worker, decoded. One message is one attempt. */
export interface TaskMessage {
  readonly taskId: string;
  /** Full name, `<family>.<name>`. */
  readonly taskName: string;
  readonly args: readonly unknown[];
  readonly kwargs: Kwargs;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** 0 to 9, the higher the sooner; decides the lane in families that have lanes. */
  readonly priority: number;
  readonly rootId: string;
  readonly parentId: string | null;
  /** ISO 8601 instant after which the task is not run any more. */
  readonly expires: string | null;
  /** Overrides of the contract's policy by the submitter. */
  readonly maxRetries: number | null;
  readonly softLimitMs: number | null;
  readonly hardLimitMs: number | null;
  /** W3C trace context. */
  readonly traceparent: string | null;
  /** The submitter may have published it before: ask whether the attempt is settled before running it. */
  readonly possibleDuplicate: boolean;
  /** Of one in quarantine: how many workers had died of the attempt before it came there. */
  readonly crashesBefore?: number;
  /** ISO 8601 instant at which a worker first did not know the task. */
  readonly unknownSince?: string;
}
