// npm, the terminal and our own launcher may all pass on one Ctrl-C.
const ONE_KEYPRESS_MS = 700;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What Ctrl-C (SIGINT), SIGTERM and a closed terminal mean: first end in order, the second time end at once. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #killers: (() => Promise<void>)[] = [];
  #first = 0;

  readonly #onSignal = (): void => this.#interrupt();

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
  }

  /** Hears no signal any more; for who hands over to another. */
  [Symbol.dispose](): void {
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get happened(): boolean {
    return this.signal.aborted;
  }

  /** Adds to what the second Ctrl-C does. */
  onSecond(kill: () => Promise<void>): void {
    this.#killers.push(kill);
  }

  /** Resolves with the first interruption. */
  async wait(): Promise<void> {
    // A pending promise alone does not keep Node alive.
    const alive = setInterval(() => undefined, 60_000);
    await new Promise<void>((resolve) => {
      if (this.happened) resolve();
      else this.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    clearInterval(alive);
  }

  #interrupt(): void {
    if (!this.happened) {
      this.#first = performance.now();
      console.error('\nStopping … (Ctrl-C again kills at once)');
      this.#controller.abort();
    } else if (performance.now() - this.#first > ONE_KEYPRESS_MS) {
      const kills = this.#killers.map((kill) => kill());
      void Promise.allSettled(kills).then(() => process.exit(130));
    }
  }
}
