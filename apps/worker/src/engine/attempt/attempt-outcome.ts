import type { TaskError } from '@celerity/contracts';

/** How an attempt ended. What follows from it is decided once, in {@link OutcomeRecorder}. */
export type AttemptOutcome = Succeeded | RetryLater | Failed | Revoked | Expired | Interrupted;

export interface Succeeded {
  readonly kind: 'succeeded';
  readonly result: unknown;
}

export interface RetryLater {
  readonly kind: 'retry';
  readonly error: TaskError;
  readonly nextAt: Date;
}

export interface Failed {
  readonly kind: 'failed';
  readonly error: TaskError;
}

/** It was revoked while it ran: stopped, or failed and not tried again. */
export interface Revoked {
  readonly kind: 'revoked';
  /** What it failed with, or that it did not stop; null when it stopped because it was told to. */
  readonly error: TaskError | null;
}

/** Its time was up before it began. */
export interface Expired {
  readonly kind: 'expired';
}

/** The worker is going away: nothing is recorded, and the broker delivers the message again. */
export interface Interrupted {
  readonly kind: 'interrupted';
}
