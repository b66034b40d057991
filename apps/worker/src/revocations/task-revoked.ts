/** Reason of `ctx.signal` when the task is revoked with `terminate` while it runs. */
export class TaskRevoked extends Error {
  override readonly name = 'TaskRevoked';

  constructor() {
    super('the task was revoked');
  }
}

/** The handler went on although its task was revoked. Nobody waits for it any more, but its code may still run. */
export class SignalIgnored extends Error {
  override readonly name = 'SignalIgnored';

  constructor(graceMs: number) {
    super(
      `the handler had not stopped ${graceMs / 1000} s after the task was revoked; its code may still be running`,
    );
  }
}
