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
