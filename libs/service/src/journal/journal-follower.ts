import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { readableEvent, type JournalBatch } from '@celerity/contracts';
import type { BrokerConnection } from '@celerity/messaging';
import { describeError } from '../errors/describe-error.js';
import { JournalContinuity, JournalGap } from './journal-continuity.js';
import { FeedInterrupted, JournalFeed, type Delivery } from './journal-feed.js';
import type { JournalStatus } from './journal-status.js';
import type { JournalUse } from './journal-use.js';
import type { StoredPosition } from './position-store.js';

/** Batches in order, and where the journal stood before them. */
export interface JournalStep {
  readonly term: number;
  readonly signal: AbortSignal;
  readonly position: StoredPosition;
  /** At least one. */
  readonly batches: readonly JournalBatch[];
  /** Events before them are missing, or numbers began anew, and that was accepted. */
  readonly afterGap: boolean;
}

export interface JournalFollowerOptions {
  readonly connection: BrokerConnection;
  readonly journal: string;
  readonly use: JournalUse;
  readonly status: JournalStatus;
  /** Takes the stored position over for a term. */
  readonly claim: (term: number) => Promise<StoredPosition>;
  /** Deals with the batches and stores the position after them, which it gives. */
  readonly take: (step: JournalStep) => Promise<StoredPosition>;
  readonly acceptGap: boolean;
  /** Without a position, begin with the oldest message held: what the journal lost before was nobody's. */
  readonly startsAnywhere?: boolean;
  /** About this many events make a step. */
  readonly eventsPerStep: number;
  /** Longest wait for the message that was dealt with last, before its absence is called a gap. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 5_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** One stretch of following, from the stored position until something breaks. */
interface Session {
  readonly term: number;
  readonly signal: AbortSignal;
  readonly feed: JournalFeed;
  readonly continuity: JournalContinuity;
  position: StoredPosition;
}

/**
 * Reads the journal in order and has it dealt with, for one leader's term. Whatever breaks, the remedy is the same:
 * forget everything, read the stored position, and go on from there.
 */
export class JournalFollower {
  private readonly logger = new Logger('Journal');
  private acceptingGap = false;
  private failures = 0;
  /** The step that failed last is still to be done. */
  private owesStep = false;

  constructor(private readonly options: JournalFollowerOptions) {}

  /** Follows until the signal aborts; then finishes the step it is in. */
  async run(term: number, signal: AbortSignal): Promise<void> {
    const { status } = this.options;
    this.failures = 0;
    this.owesStep = false;
    while (!signal.aborted) {
      try {
        await this.session(term, signal);
      } catch (error) {
        if (error instanceof JournalGap) await this.onGap(error, signal);
        else if (error instanceof FeedInterrupted) await pause(FIRST_PAUSE_MS, signal);
        else await this.onFailure(error, signal);
      }
    }
    status.trouble = null;
    status.behind = false;
    status.oldestWaitingAt = null;
    status.unsettled = () => 0;
  }

  private async session(term: number, signal: AbortSignal): Promise<void> {
    const { claim, status, connection, journal } = this.options;
    const position = await claim(term);
    status.nextOffset = position.nextOffset;
    status.lastEventAt = position.lastEventAt;
    const continuity = this.continuityAfter(position);
    const feed = new JournalFeed(connection, {
      journal,
      from: continuity.from,
      onUnreadable: (offset, reason) =>
        this.logger.warn(`message ${offset} of the journal is unreadable: ${reason}`),
    });
    status.unsettled = () => feed.unsettledEvents;
    try {
      if (this.failures === 0) status.trouble = null;
      await this.follow({ term, signal, feed, continuity, position });
    } finally {
      // They wait on, for the next session.
      const left = feed.unsettledEvents;
      status.unsettled = () => left;
      await feed.close();
    }
  }

  private continuityAfter(position: StoredPosition): JournalContinuity {
    const { use, startsAnywhere = false } = this.options;
    const isNew = startsAnywhere && position.nextOffset === 0;
    return this.acceptingGap || isNew
      ? JournalContinuity.acceptingAnyStart(use)
      : JournalContinuity.after(position, use);
  }

  private async follow(session: Session): Promise<void> {
    const { feed, signal, continuity } = session;
    const { status, eventsPerStep } = this.options;
    while (!signal.aborted) {
      const silenceMs = continuity.isConfirmed ? undefined : (this.options.silenceMs ?? SILENCE_MS);
      status.behind = !continuity.isConfirmed || feed.backlog > 0;
      const deliveries = await feed.take(eventsPerStep, signal, silenceMs);
      if (deliveries.length > 0) await this.step(session, deliveries);
      else if (!signal.aborted && feed.isReading) this.onSilence(session);
    }
  }

  private async step(session: Session, deliveries: readonly Delivery[]): Promise<void> {
    const { term, signal, continuity, position } = session;
    const { take, status } = this.options;
    const batches = deliveries.map(({ batch }) => batch).filter((batch) => continuity.admit(batch));
    if (batches.length > 0) {
      status.behind = true;
      status.oldestWaitingAt = oldestIn(batches);
      this.owesStep = true;
      const to = await take({ term, signal, position, batches, afterGap: this.acceptingGap });
      this.owesStep = false;
      session.position = to;
      status.nextOffset = to.nextOffset;
      status.lastEventAt = to.lastEventAt;
      status.oldestWaitingAt = null;
      this.acceptingGap = false;
    }
    // To have read again what was dealt with last mends no step.
    if (!this.owesStep) {
      this.failures = 0;
      status.trouble = null;
    }
    for (const { done } of deliveries) done();
  }

  /** Past its end the broker says nothing at all, and what was dealt with last is there unless something is wrong. */
  private onSilence({ position }: Session): void {
    const { use, acceptGap, status } = this.options;
    const gap = new JournalGap(
      `the journal has nothing at offset ${position.nextOffset - 1}, which was ${use.done} last: it was made anew or cut`,
      use,
    );
    if (acceptGap) throw gap;
    // Not for good: a slow broker may still deliver it.
    if (status.trouble !== gap.message) this.logger.error(gap.message);
    status.trouble = gap.message;
  }

  private async onGap(gap: JournalGap, signal: AbortSignal): Promise<void> {
    this.options.status.trouble = gap.message;
    if (this.options.acceptGap) {
      this.acceptingGap = true;
      this.logger.warn(`going on without the missing events, as ACCEPT_GAP says: ${gap.message}`);
      return;
    }
    this.logger.error(gap.message);
    await pause(2 ** 31 - 1, signal);
  }

  private async onFailure(error: unknown, signal: AbortSignal): Promise<void> {
    // What a stop interrupted is no trouble.
    if (signal.aborted) return;
    const { status, use } = this.options;
    const message = describeError(error);
    if (status.trouble !== message) this.logger.warn(`nothing is ${use.done}: ${message}`);
    status.trouble = message;
    const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures);
    await pause(ceiling * (0.5 + 0.5 * Math.random()), signal);
    this.failures = Math.min(this.failures + 1, 10);
  }
}

function oldestIn(batches: readonly JournalBatch[]): string | null {
  for (const { events } of batches)
    for (const entry of events) {
      const event = readableEvent(entry);
      if (event) return event.at;
    }
  return null;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
