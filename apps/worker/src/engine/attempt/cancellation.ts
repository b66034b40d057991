/**
 * Tells an attempt to stop, once, and says why. The AbortSignal that its code may wait on is made when it is asked
 * for: most attempts neither are told to stop nor look.
 */
export class Cancellation {
  private controller: AbortController | null = null;
  private listener: ((reason: Error) => void) | null = null;
  private why: Error | null = null;

  /** Null as long as nobody has told it to stop. */
  get reason(): Error | null {
    return this.why;
  }

  get signal(): AbortSignal {
    if (this.controller === null) {
      this.controller = new AbortController();
      if (this.why) this.controller.abort(this.why);
    }
    return this.controller.signal;
  }

  /** The first reason counts; what follows is not heard. */
  abort(reason: Error): void {
    if (this.why) return;
    this.why = reason;
    this.listener?.(reason);
    this.controller?.abort(reason);
  }

  /** Hears it before those who wait on the signal, now if it has been aborted already. There is one listener. */
  onAbort(listener: (reason: Error) => void): void {
    this.listener = listener;
    if (this.why) listener(this.why);
  }

  /** The listener has heard enough. */
  offAbort(): void {
    this.listener = null;
  }
}
