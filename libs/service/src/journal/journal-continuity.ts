import { createHash } from 'node:crypto';
import type { JournalBatch } from '@celerity/contracts';
import type { JournalUse } from './journal-use.js';

/** How far a journal has been followed: all before `nextOffset` is dealt with. */
export interface JournalPosition {
  readonly nextOffset: number;
  /** Fingerprint of the message before; null when there is none. */
  readonly anchor: string | null;
}

/** Events are missing between what was dealt with and what the journal holds. */
export class JournalGap extends Error {
  override readonly name = 'JournalGap';

  constructor(what: string, { losing }: JournalUse) {
    super(`${what}; events may be lost to ${losing}. To go on without them, start with ACCEPT_GAP=true`);
  }
}

/**
 * The broker itself uses up an offset at each segment's end (measured: one; RabbitMQ 3.10), so offsets are not
 * consecutive. Truncation takes whole segments, which hold more messages than this.
 */
const BROKERS_OWN = 16;

/**
 * Sees to it that no part of the journal is passed over. Reading begins with the message that was dealt with
 * last, and it must be the same one: a plain reader of a truncated journal would begin later, and one of a
 * journal that was made anew would wait silently, or read other messages under the same numbers.
 */
export class JournalContinuity {
  private expected: number;
  private confirmed: boolean;

  private constructor(
    private readonly position: JournalPosition,
    private readonly use: JournalUse,
    private readonly anywhere: boolean,
  ) {
    this.expected = anywhere ? 0 : this.from;
    this.confirmed = anywhere || position.nextOffset === 0;
  }

  static after(position: JournalPosition, use: JournalUse): JournalContinuity {
    return new JournalContinuity(position, use, false);
  }

  /** Takes the journal from its first held message, whatever was dealt with before. */
  static acceptingAnyStart(use: JournalUse): JournalContinuity {
    return new JournalContinuity({ nextOffset: 0, anchor: null }, use, true);
  }

  /** The offset to read from. */
  get from(): number {
    return Math.max(0, this.position.nextOffset - 1);
  }

  /** Whether the journal was seen to be the one that was followed before. */
  get isConfirmed(): boolean {
    return this.confirmed;
  }

  /**
   * Whether the batch is to be dealt with; false for the one that was dealt with last.
   * @throws JournalGap
   */
  admit(batch: JournalBatch): boolean {
    if (!this.confirmed) return this.confirm(batch);
    if (batch.offset < this.expected) return false;
    const skipped = batch.offset - this.expected;
    const first = this.expected === this.from;
    if (!(first && this.anywhere) && skipped > (first && this.from === 0 ? 0 : BROKERS_OWN)) {
      throw new JournalGap(
        `the journal goes on at offset ${batch.offset} instead of ${this.expected}`,
        this.use,
      );
    }
    this.expected = batch.offset + 1;
    return true;
  }

  private confirm(batch: JournalBatch): false {
    if (batch.offset !== this.from) {
      throw new JournalGap(
        `the journal begins at offset ${batch.offset}, but only what comes before ${this.position.nextOffset} is ${this.use.done}`,
        this.use,
      );
    }
    if (fingerprintOf(batch) !== this.position.anchor) {
      throw new JournalGap(
        `the journal was made anew: its offset ${batch.offset} is not the message that was ${this.use.done} last`,
        this.use,
      );
    }
    this.confirmed = true;
    this.expected = batch.offset + 1;
    return false;
  }
}

/** Tells a batch from every other. */
export function fingerprintOf(batch: JournalBatch): string {
  return createHash('sha256').update(JSON.stringify(batch.events)).digest('base64url');
}
