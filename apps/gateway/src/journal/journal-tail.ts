import {
  isRevocationEvent,
  isTaskEvent,
  type JournalBatch,
  type RevocationEvent,
  type TaskEvent,
} from '@celerity/contracts';
import { type BrokerConnection, BrokerUnavailable, JournalReader } from '@celerity/messaging';

/** `offset` is that of the event's batch in the journal. */
export type TaskEventListener = (event: TaskEvent | RevocationEvent, offset: number) => void;

/** Given every batch in order; the broker sends no more than a few until it has dealt with them. */
export type BatchListener = (batch: JournalBatch) => Promise<void>;

/** Ends a subscription. */
export type Unsubscribe = () => void;

/**
 * Follows the end of the journal for whoever waits for a task, with one reader for all of them. It begins with
 * the first subscriber and goes on for a while after the last. Lost connections are resumed where they broke; only
 * one that breaks before anything was read can miss events, so a waiter asks once more before it gives up.
 */
export class JournalTail {
  private readonly listeners = new Map<string, Set<TaskEventListener>>();
  private readonly batchListeners = new Set<BatchListener>();
  private readonly reader: JournalReader;
  private attaching: Promise<void> | null = null;
  private lingering: NodeJS.Timeout | null = null;
  private lastOffset: number | null = null;

  constructor(
    connection: BrokerConnection,
    journal: string,
    /** How long it reads on without subscribers, in milliseconds: the next one then need not wait. */
    private readonly lingerMs: number,
  ) {
    this.reader = new JournalReader(connection, {
      journal,
      prefetch: 100,
      position: async () => (this.lastOffset === null ? 'next' : this.lastOffset + 1),
      onBatch: (batch, done) => {
        void this.deliver(batch).then(done);
      },
    });
  }

  /** True while it reads, or would with a connection. */
  get following(): boolean {
    return this.attaching !== null;
  }

  /** Offset of the last batch read; null before the first. */
  get position(): number | null {
    return this.lastOffset;
  }

  /**
   * Resolves when no event written from now on can be missed.
   * @throws BrokerUnavailable
   */
  async subscribe(taskId: string, listener: TaskEventListener): Promise<Unsubscribe> {
    const listeners = this.listeners.get(taskId) ?? new Set();
    this.listeners.set(taskId, listeners.add(listener));
    const unsubscribe = () => this.remove(taskId, listener);
    return this.attached(unsubscribe);
  }

  /**
   * As `subscribe`, for every batch. The listener must not reject.
   * @throws BrokerUnavailable
   */
  async subscribeAll(listener: BatchListener): Promise<Unsubscribe> {
    this.batchListeners.add(listener);
    return this.attached(() => {
      this.batchListeners.delete(listener);
      this.lingerIfIdle();
    });
  }

  /** Stops reading at once. */
  async stop(): Promise<void> {
    if (this.lingering) clearTimeout(this.lingering);
    this.lingering = null;
    this.attaching = null;
    await this.reader.stop();
  }

  private async attached(unsubscribe: Unsubscribe): Promise<Unsubscribe> {
    try {
      await this.attach();
    } catch (error) {
      unsubscribe();
      throw error;
    }
    return unsubscribe;
  }

  private async attach(): Promise<void> {
    if (this.lingering) clearTimeout(this.lingering);
    this.lingering = null;
    this.attaching ??= this.start();
    await this.attaching;
    if (!this.reader.reading) throw new BrokerUnavailable('no connection to follow the journal on');
  }

  private async start(): Promise<void> {
    // What was written while nobody listened is of no interest to anybody.
    this.lastOffset = null;
    try {
      await this.reader.start();
    } catch (cause) {
      this.attaching = null;
      throw new BrokerUnavailable('the journal cannot be followed', { cause });
    }
  }

  private remove(taskId: string, listener: TaskEventListener): void {
    const listeners = this.listeners.get(taskId);
    listeners?.delete(listener);
    if (listeners?.size === 0) this.listeners.delete(taskId);
    this.lingerIfIdle();
  }

  private lingerIfIdle(): void {
    if (this.listeners.size > 0 || this.batchListeners.size > 0 || this.lingering) return;
    this.lingering = setTimeout(() => void this.stop(), this.lingerMs).unref();
  }

  private async deliver(batch: JournalBatch): Promise<void> {
    const { offset, events } = batch;
    this.lastOffset = offset;
    for (const event of events) {
      // What stands in the journal may be anybody's: a null there must not end the gateway.
      if (!event || (!isTaskEvent(event) && !isRevocationEvent(event))) continue;
      for (const listener of this.listeners.get(event.task_id) ?? []) listener(event, offset);
    }
    await Promise.all([...this.batchListeners].map((listener) => listener(batch)));
  }
}
