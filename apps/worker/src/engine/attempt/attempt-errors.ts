/** The attempt took longer than its soft or hard limit. Never retried: it would only take as long again. */
export class TimeLimitExceeded extends Error {
  override readonly name = 'TimeLimitExceeded';

  constructor(
    readonly limit: 'soft' | 'hard',
    ms: number,
  ) {
    super(`the attempt exceeded its ${limit} time limit of ${ms / 1000} s`);
  }
}

/** Reason of `ctx.signal` when the worker shuts down before the attempt has ended. */
export class WorkerShuttingDown extends Error {
  override readonly name = 'WorkerShuttingDown';

  constructor() {
    super('the worker is shutting down');
  }
}

/** The handler returned something that cannot be kept as a result. */
export class UnusableResult extends Error {
  override readonly name = 'UnusableResult';
}

/** No handler of this worker takes the task. */
export class UnknownTask extends Error {
  override readonly name = 'UnknownTask';

  constructor(taskName: string) {
    super(`no task "${taskName}" is known here; is this worker's version older than the sender's?`);
  }
}

/** Carries the stored result of an earlier attempt whose transaction has committed. */
export class AlreadyCompleted extends Error {
  override readonly name = 'AlreadyCompleted';

  constructor(readonly result: unknown) {
    super('an earlier attempt has already completed the task');
  }
}

/** What `ctx.retry` throws. */
export class RetryRequested extends Error {
  override readonly name = 'RetryRequested';

  constructor(
    readonly delayMs: number,
    reason = 'the handler asked for another attempt',
  ) {
    super(reason);
  }
}

/** The attempt is over, though its code still runs: it may neither commit nor send any more. */
export class AttemptEnded extends Error {
  override readonly name = 'AttemptEnded';

  constructor() {
    super('the attempt has ended, by its time limit or a shutdown: what its code does now does not count');
  }
}

/** A limit that came with the message is longer than the broker waits for an ack. */
export class LimitTooLong extends Error {
  override readonly name = 'LimitTooLong';

  constructor(hardMs: number, longestMs: number) {
    super(
      `its time limit of ${hardMs / 1000} s does not fit under the broker's consumer timeout, which allows ` +
        `${longestMs / 1000} s: send it with a lower time_limit, or raise consumer_timeout in the broker's ` +
        'configuration and BROKER_CONSUMER_TIMEOUT with it',
    );
  }
}

/** Workers have died of the attempt, in quarantine too. */
export class WorkerCrashed extends Error {
  override readonly name = 'WorkerCrashed';

  constructor(crashes: number) {
    super(`crashed the worker: ${crashes} workers died while they ran this attempt`);
  }
}

/** The monitor cannot answer whether the attempt may run, and never will: the question is wrong. */
export class StandingRefused extends Error {
  override readonly name = 'StandingRefused';
}
