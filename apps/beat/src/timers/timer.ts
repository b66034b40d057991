import type { TaskMessage } from '@celerity/contracts';

/** A delayed task on its way into the table. */
export interface NewTimer {
  readonly message: TaskMessage;
  readonly dueAt: Date;
  /** The broker has handed it out before: it may have been stored, published and deleted since. */
  readonly flagged: boolean;
}

/** A due timer that belongs to this process until its lease ends. */
export interface ClaimedTimer {
  readonly taskId: string;
  readonly attempt: number;
  /** 1 for the first claim. */
  readonly claims: number;
  /** As it is to be published: flagged when it may have been published before. */
  readonly message: TaskMessage;
  /** Its task was revoked meanwhile. */
  readonly revoked: boolean;
  /** When it was due, on this process' monotonic clock. */
  readonly dueAtLocal: number;
}

/** The lease of a claim. */
export const LEASE_MS = 30_000;
/** Nothing is published later than this after its claim: well before another process may claim it. */
export const PUBLISH_WITHIN_MS = LEASE_MS / 2;
/** Most timers in one claim. */
export const CLAIM_LIMIT = 1_000;
/** Most bytes of messages in one claim, beyond its first message. */
export const CLAIM_BYTES = 16 * 1024 * 1024;
