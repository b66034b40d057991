/** Watches a connection on which something should come now and then. */
export class Silence {
  private readonly over = new AbortController();
  private timer: ReturnType<typeof setTimeout>;
  isTooLong = false;

  constructor(private readonly mostMs: number) {
    this.timer = this.start();
  }

  /** Aborted when it is too long, or has ended. */
  get signal(): AbortSignal {
    return this.over.signal;
  }

  /** Something has come. */
  broken(): void {
    clearTimeout(this.timer);
    this.timer = this.start();
  }

  /** Nobody listens any more: the connection is closed. */
  end(): void {
    clearTimeout(this.timer);
    this.over.abort();
  }

  private start(): ReturnType<typeof setTimeout> {
    return setTimeout(() => {
      this.isTooLong = true;
      this.over.abort();
    }, this.mostMs);
  }
}
