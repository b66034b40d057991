import { randomUUID } from 'node:crypto';
import type { JournalEvent } from '@celerity/contracts';
import { BrokerUnavailable, ConfirmUnknown, PublishRefused } from '../connection/broker-errors.js';
import type { Publication, Publisher } from '../publishing/publisher.js';

/** An event handed to the journal. `confirmed` resolves when the broker has it. */
export interface JournalEntry {
  readonly confirmed: Promise<void>;
}

export interface AppendOptions {
  /** Give up after so many milliseconds; without it the event is tried for ever, as an outcome must be. */
  readonly timeoutMs?: number;
  /** An earlier entry that this one makes needless; it is dropped if it has not left yet. */
  readonly supersedes?: JournalEntry;
  /** It may wait so many milliseconds for another event to leave with; without it it leaves at once when idle. */
  readonly lingerMs?: number;
}

interface Entry extends JournalEntry {
  readonly event: JournalEvent;
  /** Null for one that may linger, most of which are dropped: it is made when the event leaves. */
  readonly json: string | null;
  readonly bytes: number;
  /** When it is given up, by the clock of `performance`. */
  readonly deadline: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  settled: boolean;
  /** It has left for the broker at least once. */
  sent: boolean;
}

const BATCH_EVENTS = 500;
const BATCH_BYTES = 512 * 1024;
/** Most bytes that wait for the broker; beyond it appends are refused, so that memory stays bounded. */
const BACKLOG_BYTES = 64 * 1024 * 1024;
const RETRY_MS = 250;
const SWEEP_MS = 100;
/** What an event that may linger counts for. */
const LINGERING_BYTES = 256;

/**
 * Writes events to the journal in batches by group commit: while one confirm is in flight the next batch
 * gathers; when idle an event leaves at once. One stream message is one batch.
 * A batch whose confirm stays out is sent again: readers treat repeated events as no-ops.
 */
export class JournalWriter {
  /** Tells this process' life from another's in the batches' message ids. */
  private readonly boot = randomUUID();
  private batches = 0;
  private readonly pending: Entry[] = [];
  private leaving: readonly Entry[] = [];
  private pendingBytes = 0;
  private pumping: Promise<void> | null = null;
  /** Runs while nothing waits but what may linger. */
  private lingering: NodeJS.Timeout | undefined;
  /** Those with a timeout, until they are found settled. */
  private readonly limited = new Set<Entry>();
  private sweeping: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly publisher: Publisher,
    private readonly journal: string,
  ) {
    publisher.expectStream(journal);
  }

  /**
   * `confirmed` rejects with BrokerUnavailable when the event was not written, with ConfirmUnknown when it may
   * have been; both only with a timeout, a full backlog, or at shutdown.
   */
  append(event: JournalEvent, { timeoutMs, supersedes, lingerMs }: AppendOptions = {}): JournalEntry {
    if (supersedes) this.drop(supersedes as Entry);
    const json = lingerMs === undefined ? JSON.stringify(event) : null;
    const entry = newEntry(event, json, timeoutMs);
    if (this.stopped || this.pendingBytes + entry.bytes > BACKLOG_BYTES) {
      settle(entry, new BrokerUnavailable('the journal takes no more events now'));
      return entry;
    }
    this.pending.push(entry);
    this.pendingBytes += entry.bytes;
    if (timeoutMs !== undefined) this.limit(entry);
    if (lingerMs === undefined) this.start();
    else if (!this.pumping) this.lingering ??= setTimeout(() => this.start(), lingerMs);
    return entry;
  }

  /** Resolves when nothing waits any more; new events are refused from now on. */
  async close(timeoutMs: number): Promise<void> {
    this.stopped = true;
    this.start();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, timeoutMs);
    // A confirm that the broker still owes may take longer than anybody wants to wait here.
    await Promise.race([this.pumping, late.then(() => this.failAll())]);
    clearTimeout(timer);
  }

  private start(): void {
    clearTimeout(this.lingering);
    this.lingering = undefined;
    // One microtask later, so that events of the same moment share a batch.
    this.pumping ??= Promise.resolve().then(() => this.pump());
  }

  private async pump(): Promise<void> {
    while (this.pending.length > 0) {
      this.leaving = this.takeBatch();
      await this.write(this.leaving);
      for (const entry of this.leaving) settle(entry, null);
    }
    this.pumping = null;
  }

  private async write(batch: readonly Entry[]): Promise<void> {
    for (let live = batch; live.length > 0; live = batch.filter(({ settled }) => !settled)) {
      try {
        await this.publisher.publish(this.publicationOf(live));
        return;
      } catch (error) {
        if (!isBrokerTrouble(error)) throw error;
        // Without one that was given up meanwhile, the others leave at once.
        if (live.every(({ settled }) => !settled))
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  private publicationOf(entries: readonly Entry[]): Publication {
    this.batches += 1;
    return {
      exchange: '',
      routingKey: this.journal,
      content: Buffer.from(`[${entries.map(({ json, event }) => json ?? JSON.stringify(event)).join(',')}]`),
      properties: { messageId: `${this.boot}:${this.batches}`, contentType: 'application/json' },
      // Who was told that an event is not written must not find it written later.
      wanted: () => {
        const all = entries.every(({ settled }) => !settled);
        if (all) for (const entry of entries) entry.sent = true;
        return all;
      },
    };
  }

  private takeBatch(): Entry[] {
    let bytes = 0;
    let count = 0;
    for (const entry of this.pending) {
      if (count === BATCH_EVENTS || (count > 0 && bytes + entry.bytes > BATCH_BYTES)) break;
      bytes += entry.bytes;
      count += 1;
    }
    this.pendingBytes -= bytes;
    return this.pending.splice(0, count);
  }

  private drop(entry: Entry): void {
    if (this.takeBack(entry)) settle(entry, null);
  }

  /** False when it has left. */
  private takeBack(entry: Entry): boolean {
    const index = this.pending.indexOf(entry);
    if (index < 0) return false;
    this.pending.splice(index, 1);
    this.pendingBytes -= entry.bytes;
    return true;
  }

  private limit(entry: Entry): void {
    this.limited.add(entry);
    this.sweeping ??= setTimeout(() => this.sweep(), SWEEP_MS);
  }

  /** One timer for all deadlines: a timer per event would cost more than the event. */
  private sweep(): void {
    const now = performance.now();
    for (const entry of this.limited) {
      if (!entry.settled && now < entry.deadline) continue;
      this.limited.delete(entry);
      if (!entry.settled) this.giveUp(entry);
    }
    this.sweeping = this.limited.size === 0 ? undefined : setTimeout(() => this.sweep(), SWEEP_MS);
  }

  private giveUp(entry: Entry): void {
    this.takeBack(entry);
    const error = entry.sent
      ? new ConfirmUnknown('no confirm of the journal entry in time')
      : new BrokerUnavailable('the journal could not be written');
    settle(entry, error);
  }

  private failAll(): void {
    const error = new ConfirmUnknown('shut down before the journal was written');
    for (const entry of [...this.leaving, ...this.pending]) settle(entry, error);
    this.pending.length = 0;
  }
}

function newEntry(event: JournalEvent, json: string | null, timeoutMs = Infinity): Entry {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Whoever does not wait for the confirm must not crash the process by it.
  promise.catch(() => undefined);
  const bytes = json === null ? LINGERING_BYTES : Buffer.byteLength(json) + 1;
  const deadline = performance.now() + timeoutMs;
  return { confirmed: promise, event, json, bytes, deadline, resolve, reject, settled: false, sent: false };
}

function settle(entry: Entry, error: Error | null): void {
  entry.settled = true;
  if (error) entry.reject(error);
  else entry.resolve();
}

function isBrokerTrouble(error: unknown): boolean {
  return (
    error instanceof BrokerUnavailable || error instanceof ConfirmUnknown || error instanceof PublishRefused
  );
}
