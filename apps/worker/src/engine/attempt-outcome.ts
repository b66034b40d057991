import type { TaskError } from '@celerity/contracts';

/** How an attempt ended. What follows from it is decided once, in {@link OutcomeRecorder}. */
export type AttemptOutcome = Succeeded | RetryLater | Failed | Expired | Interrupted;

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

/** Its time was up before it began. */
export interface Expired {
  readonly kind: 'expired';
}

/** The worker is going away: nothing is recorded, and the broker delivers the message again. */
export interface Interrupted {
  readonly kind: 'interrupted';
}
