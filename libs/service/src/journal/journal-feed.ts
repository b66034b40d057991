import type { JournalBatch } from '@celerity/contracts';
import { JournalReader, type BrokerConnection, type ChannelUser } from '@celerity/messaging';

/** A batch and the word to the broker that it is dealt with. */
export interface Delivery {
  readonly batch: JournalBatch;
  readonly done: () => void;
}

/** The connection broke: what comes next must be checked against what was dealt with. */
export class FeedInterrupted extends Error {
  override readonly name = 'FeedInterrupted';
}

export interface JournalFeedOptions {
  readonly journal: string;
  readonly from: number;
  readonly onUnreadable: (offset: number, reason: string) => void;
}

/** Bound on what waits in memory; a batch has at most 512 KiB, or one larger event. */
const PREFETCH = 64;

/** The journal from one offset on, over one connection's life: gathers what the broker has delivered. */
export class JournalFeed implements ChannelUser {
  private readonly waiting: Delivery[] = [];
  private unsettled = 0;
  private readonly reader: JournalReader;
  private interruption: FeedInterrupted | null = null;
  private wake: () => void = () => undefined;

  constructor(
    private readonly connection: BrokerConnection,
    { journal, from, onUnreadable }: JournalFeedOptions,
  ) {
    this.reader = new JournalReader(connection, {
      journal,
      prefetch: PREFETCH,
      position: () => Promise.resolve(from),
      onBatch: (batch, done) => this.receive(batch, done),
      onUnreadable,
    });
    connection.attach(this);
    this.reader.start().catch((error: unknown) => this.interrupt(String(error)));
  }

  /** False while there is no connection, so that silence means nothing. */
  get isReading(): boolean {
    return this.reader.reading;
  }

  /** Events delivered and not yet dealt with. */
  get unsettledEvents(): number {
    return this.unsettled;
  }

  /** Batches delivered and not yet taken. */
  get backlog(): number {
    return this.waiting.length;
  }

  open(): Promise<void> {
    return Promise.resolve();
  }

  lost(reason: string): void {
    // Before the reader is opened anew, which would go on without the check.
    void this.reader.stop();
    this.interrupt(reason);
  }

  /**
   * Waits for a batch and gives it with all that were delivered meanwhile, up to about `mostEvents`.
   * Empty when the signal aborts or `waitMs` have passed.
   * @throws FeedInterrupted
   */
  async take(mostEvents: number, signal: AbortSignal, waitMs?: number): Promise<Delivery[]> {
    if (this.waiting.length === 0) await this.somethingToSay(signal, waitMs);
    if (signal.aborted) return [];
    if (this.interruption) throw this.interruption;
    let events = 0;
    let take = 0;
    while (take < this.waiting.length && (take === 0 || events < mostEvents)) {
      events += this.waiting[take]?.batch.events.length ?? 0;
      take += 1;
    }
    return this.waiting.splice(0, take);
  }

  async close(): Promise<void> {
    this.connection.detach(this);
    this.connection.detach(this.reader);
    await this.reader.stop();
  }

  private receive(batch: JournalBatch, settle: () => void): void {
    const { length } = batch.events;
    this.unsettled += length;
    const done = () => {
      this.unsettled -= length;
      settle();
    };
    this.waiting.push({ batch, done });
    this.wake();
  }

  private interrupt(reason: string): void {
    this.interruption = new FeedInterrupted(reason);
    this.wake();
  }

  private async somethingToSay(signal: AbortSignal, waitMs?: number): Promise<void> {
    if (this.interruption || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.wake = resolve;
    const abort = () => resolve();
    signal.addEventListener('abort', abort, { once: true });
    const timer = waitMs === undefined ? undefined : setTimeout(resolve, waitMs);
    await promise;
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
