import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isTaskId, type JournalBatch, type JournalEvent, type RevokeRequested } from '@celerity/contracts';
import type { BrokerConnection } from '../connection/broker-connection.js';
import type { BrokerLog } from '../connection/broker-log.js';
import { JournalReader } from '../journal/journal-reader.js';
import type { RevocationPublisher } from './revocation-publisher.js';
import { Freshness } from './freshness.js';

export interface RevocationFollowerOptions {
  /** The connection on which tasks are consumed: what is known of it is known of their deliveries. */
  readonly connection: BrokerConnection;
  readonly publisher: RevocationPublisher;
  readonly stream: string;
  readonly log: BrokerLog;
  /** Offset of the first message wanted; asked once, at the first opening. */
  readonly from?: () => Promise<number>;
  /** Called in order; call `done` when they are dealt with. `next` is the offset after them. */
  readonly onRevocations: (requests: readonly RevokeRequested[], next: number, done: () => void) => void;
}

const PREFETCH = 1_000;
const AGAIN_MS = 500;
/** With our own mark confirmed and nothing coming, the stream has been replaced by a shorter one. */
const SILENCE_MS = 10_000;

/**
 * Follows the stream of revocations across reconnects, and knows whether it has read to the tail: after each
 * opening it writes a mark of its own and has caught up when it reads it.
 */
export class RevocationFollower {
  private readonly reader: JournalReader;
  private readonly freshness: Freshness;
  private next: number | null = null;
  private lastReadAt = 0;
  private markWanted: string | null = null;
  private waiting = Promise.withResolvers<boolean>();
  private caughtUp = false;
  private readAnew = false;
  private stopped = false;

  constructor(private readonly options: RevocationFollowerOptions) {
    const { connection, stream } = options;
    connection.attach({ open: () => Promise.resolve(), lost: () => this.fallBehind() });
    this.reader = new JournalReader(connection, {
      journal: stream,
      prefetch: PREFETCH,
      position: () => this.position(),
      onBatch: (batch, done) => this.onBatch(batch, done),
      onUnreadable: (offset, reason) =>
        options.log.warn({ stream, offset, reason }, 'a revocation is unreadable'),
    });
    this.freshness = new Freshness(connection, stream);
  }

  /** True when everything that was written until a few seconds ago has been read, and the connection is proven alive. */
  get isUpToDate(): boolean {
    return this.caughtUp && this.freshness.isFresh;
  }

  /** Resolves when it has read to the tail; with false when it is stopped before. */
  async upToDate(): Promise<boolean> {
    while (!this.stopped && !this.isUpToDate) {
      // A process that was paused, or cut off without noticing, may have missed the word and its own death.
      if (this.caughtUp) this.doubt();
      await this.waiting.promise;
    }
    return !this.stopped;
  }

  async start(): Promise<void> {
    await this.reader.start();
  }

  /** Who waits for the tail is told that it does not come any more. */
  release(): void {
    this.stopped = true;
    this.waiting.resolve(false);
  }

  async stop(): Promise<void> {
    this.release();
    this.freshness.stop();
    await this.reader.stop();
  }

  private async position(): Promise<number> {
    this.next ??= (await this.options.from?.()) ?? 0;
    void this.catchUp();
    return this.next;
  }

  private doubt(): void {
    this.fallBehind();
    void this.catchUp();
  }

  private fallBehind(): void {
    this.markWanted = null;
    if (!this.caughtUp) return;
    this.caughtUp = false;
    this.waiting = Promise.withResolvers<boolean>();
  }

  /** Writes a mark, for as long as it takes, and sees to it that it is read. */
  private async catchUp(): Promise<void> {
    const mark = randomUUID();
    this.markWanted = mark;
    const isWanted = () => this.markWanted === mark && !this.stopped;
    while (isWanted()) {
      try {
        await this.options.publisher.mark(mark);
        break;
      } catch (error) {
        const reason = (error as Error).message;
        this.options.log.warn({ reason }, 'cannot tell yet whether all revocations are read');
        await pause(AGAIN_MS, undefined, { ref: false });
      }
    }
    this.lastReadAt = performance.now();
    while (isWanted() && performance.now() - this.lastReadAt < SILENCE_MS)
      await pause(AGAIN_MS, undefined, { ref: false });
    if (isWanted()) await this.beginAnew();
  }

  private async beginAnew(): Promise<void> {
    const { connection, stream, log } = this.options;
    log.warn({ stream, offset: this.next }, 'reading all revocations again');
    this.markWanted = null;
    this.next = 0;
    // That has not helped before: what this node of the broker holds may be what stands still.
    if (this.readAnew)
      return connection.recycle('a confirmed mark does not come, read from the beginning either');
    this.readAnew = true;
    await this.reader.stop();
    // Failed, the connection's next opening tries again.
    if (!this.stopped) await this.reader.start().catch(() => undefined);
  }

  private onBatch({ offset, events }: JournalBatch, done: () => void): void {
    this.lastReadAt = performance.now();
    this.next = offset + 1;
    const requests = events.filter(isRequest);
    if (requests.length > 0) this.options.onRevocations(requests, this.next, done);
    else done();
    if (!events.some((event) => isMark(event, this.markWanted))) return;
    this.markWanted = null;
    this.caughtUp = true;
    this.readAnew = false;
    this.freshness.prove();
    this.waiting.resolve(true);
  }
}

/** Entries may be anything: one foreign message must not stop the worker. */
type Entry = JournalEvent | null | undefined;

function isRequest(entry: Entry): entry is RevokeRequested {
  return entry?.type === 'revoke_requested' && typeof entry.task_id === 'string' && isTaskId(entry.task_id);
}

function isMark(entry: Entry, mark: string | null): boolean {
  return entry?.type === 'barrier' && entry.barrier_id === mark;
}
