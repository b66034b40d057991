/** What is said about a revocation; the end of the task itself is `revoked`. */
export type RevocationEvent = RevokeRequested | RevokeAcknowledged;

/** Somebody wants the task not to run. Also what the stream of revocations holds. */
export interface RevokeRequested {
  readonly type: 'revoke_requested';
  readonly task_id: string;
  /** ISO 8601 UTC, the writer's clock. */
  readonly at: string;
  /** Who asked: a user's name. */
  readonly by: string;
  /** Also stop an attempt that runs. */
  readonly terminate: boolean;
}

/**
 * A worker knows of the revocation: it will not begin the task any more. Everything the worker has written of the
 * task stands before this in the journal, except the outcome of an attempt that still runs.
 */
export interface RevokeAcknowledged {
  readonly type: 'revoke_acknowledged';
  readonly task_id: string;
  readonly at: string;
  readonly worker: string;
  /** Families whose queues the worker consumes. */
  readonly queues: readonly string[];
  /** An attempt had begun there, and its outcome is not written yet. */
  readonly running: boolean;
}

export function isRevocationEvent(event: { readonly type: string }): event is RevocationEvent {
  return event.type === 'revoke_requested' || event.type === 'revoke_acknowledged';
}
