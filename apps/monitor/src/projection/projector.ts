import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { BrokerConnection } from '@celerity/messaging';
import { describeError } from '@celerity/service';
import { offsetAfter, type BatchProjection } from './batch-projection.js';
import { contentOf, type ProjectedEvent } from './batch-reduction.js';
import { fingerprintOf, JournalContinuity, JournalGap } from './journal-continuity.js';
import { FeedInterrupted, JournalFeed, type Delivery } from './journal-feed.js';
import type { PositionStore, StoredPosition } from './position-store.js';
import type { ProjectionStatus } from './projection-status.js';
import type { TaskFact } from './task-facts.js';

export interface ProjectorOptions {
  readonly connection: BrokerConnection;
  readonly journal: string;
  readonly positions: PositionStore;
  readonly projection: BatchProjection;
  readonly status: ProjectionStatus;
  readonly acceptGap: boolean;
  /** Called after each commit. */
  readonly onFacts: (facts: readonly TaskFact[]) => void;
  /** Called after each commit, with when the transaction began. */
  readonly onProjected: (events: readonly ProjectedEvent[], begunAt: Date, offset: number) => void;
  /** Longest wait for the message that was projected last, before its absence is called a gap. */
  readonly silenceMs?: number;
}

/** About this many events share a transaction: enough to make its fixed cost small, few enough to stay quick. */
const EVENTS_PER_TRANSACTION = 5_000;
const SILENCE_MS = 5_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** One stretch of projecting, from the stored position until something breaks. */
interface Session {
  readonly term: number;
  readonly signal: AbortSignal;
  readonly feed: JournalFeed;
  readonly continuity: JournalContinuity;
  position: StoredPosition;
}

/**
 * Reads the journal in order and projects it, for one leader's term. Whatever breaks, the remedy is the same:
 * forget everything, read the stored position, and go on from there.
 */
export class Projector {
  private readonly logger = new Logger('Projection');
  private acceptingGap = false;
  private failures = 0;

  constructor(private readonly options: ProjectorOptions) {}

  /** Projects until the signal aborts; then finishes the transaction it is in. */
  async run(term: number, signal: AbortSignal): Promise<void> {
    const { status } = this.options;
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
  }

  private async session(term: number, signal: AbortSignal): Promise<void> {
    const { positions, status, connection, journal } = this.options;
    const position = await positions.claim(term);
    status.nextOffset = position.nextOffset;
    status.lastEventAt = position.lastEventAt;
    const continuity = this.acceptingGap
      ? JournalContinuity.acceptingAnyStart()
      : JournalContinuity.after(position);
    const feed = new JournalFeed(connection, {
      journal,
      from: continuity.from,
      onUnreadable: (offset, reason) =>
        this.logger.warn(`message ${offset} of the journal is unreadable: ${reason}`),
    });
    try {
      if (this.failures === 0) status.trouble = null;
      await this.project({ term, signal, feed, continuity, position });
    } finally {
      await feed.close();
    }
  }

  private async project(session: Session): Promise<void> {
    const { feed, signal, continuity } = session;
    const { status } = this.options;
    while (!signal.aborted) {
      const silenceMs = continuity.isConfirmed ? undefined : (this.options.silenceMs ?? SILENCE_MS);
      status.behind = !continuity.isConfirmed || feed.backlog > 0;
      const deliveries = await feed.take(EVENTS_PER_TRANSACTION, signal, silenceMs);
      if (deliveries.length > 0) await this.step(session, deliveries);
      else if (!signal.aborted && feed.isReading) this.onSilence(session);
    }
  }

  private async step(session: Session, deliveries: readonly Delivery[]): Promise<void> {
    const { term, continuity, position } = session;
    const { projection, status, onFacts, onProjected } = this.options;
    const batches = deliveries.map(({ batch }) => batch).filter((batch) => continuity.admit(batch));
    const last = batches.at(-1);
    if (last) {
      status.behind = true;
      const content = contentOf(batches);
      const to = {
        nextOffset: offsetAfter(last),
        anchor: fingerprintOf(last),
        lastEventAt: content.lastAt ?? position.lastEventAt,
      };
      const begunAt = new Date();
      const facts = await projection.apply({ term, from: position.nextOffset, to, content });
      if (content.ignored > 0)
        this.logger.warn(`ignored ${content.ignored} unreadable entries before offset ${to.nextOffset}`);
      session.position = to;
      status.nextOffset = to.nextOffset;
      status.lastEventAt = to.lastEventAt;
      this.acceptingGap = false;
      onFacts(facts);
      onProjected(content.taskEvents, begunAt, to.nextOffset);
    }
    this.failures = 0;
    status.trouble = null;
    for (const { done } of deliveries) done();
  }

  /** Past its end the broker says nothing at all, and what was projected last is there unless something is wrong. */
  private onSilence({ position }: Session): void {
    const gap = new JournalGap(
      `the journal has nothing at offset ${position.nextOffset - 1}, which was projected last: it was made anew or cut`,
    );
    if (this.options.acceptGap) throw gap;
    // Not for good: a slow broker may still deliver it.
    if (this.options.status.trouble !== gap.message) this.logger.error(gap.message);
    this.options.status.trouble = gap.message;
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
    const message = describeError(error);
    if (this.options.status.trouble !== message) this.logger.warn(`projecting stopped: ${message}`);
    this.options.status.trouble = message;
    await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures), signal);
    this.failures = Math.min(this.failures + 1, 10);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
