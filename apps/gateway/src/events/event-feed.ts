import { Injectable } from '@nestjs/common';
import type { JournalBatch } from '@celerity/contracts';
import { JournalTail } from '../journal/journal-tail.js';
import type { Unsubscribe } from '../journal/journal-tail.js';
import { TryAgainLater } from '../http/problem-exception.js';
import { type EventPlace, isAfter } from './event-place.js';
import { type ShownEvent, shownEvents, taskIdsIn } from './shown-events.js';
import { TaskNames } from './task-names.js';

/** Who is given events. */
export interface Follower {
  /** The one task it follows; null for all. */
  readonly taskId: string | null;
  /** In the journal's order, none twice. */
  receive(events: readonly ShownEvent[]): void;
}

const REACH_MS = 5_000;

/** Tells every follower what the tail of the journal brings: one reader and one rendering for all of them. */
@Injectable()
export class EventFeed {
  private readonly ofTask = new Map<string, Set<Follower>>();
  private readonly ofAll = new Set<Follower>();
  private readonly arrivals = new Set<{ offset: number; arrived: () => void }>();
  /** The last place told; null before the first batch. */
  private told: EventPlace | null = null;
  private order = Promise.resolve();
  private users = 0;
  private tailing: Promise<Unsubscribe> | null = null;

  constructor(
    private readonly tail: JournalTail,
    private readonly names: TaskNames,
  ) {}

  /** The offset of the last batch told; null before the first. */
  get position(): number | null {
    return this.told?.offset ?? null;
  }

  /**
   * Follows the tail until `release` is called as often as this was.
   * @throws BrokerUnavailable
   */
  async acquire(): Promise<void> {
    this.users += 1;
    this.tailing ??= this.tail.subscribeAll(
      (batch) => (this.order = this.order.then(() => this.tell(batch))),
    );
    const tailing = this.tailing;
    try {
      await tailing;
    } catch (error) {
      if (this.tailing === tailing) this.tailing = null;
      this.users -= 1;
      throw error;
    }
  }

  release(): void {
    this.users -= 1;
    if (this.users > 0) return;
    const tailing = this.tailing;
    this.tailing = null;
    this.told = null;
    void tailing?.then((unsubscribe) => unsubscribe()).catch(() => undefined);
  }

  /**
   * Resolves when everything up to that batch was told.
   * @throws TryAgainLater when that takes long
   */
  async reached(offset: number): Promise<void> {
    if (this.told && this.told.offset >= offset) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter = { offset, arrived: resolve };
    this.arrivals.add(waiter);
    const timer = setTimeout(() => reject(journalLags()), REACH_MS);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.arrivals.delete(waiter);
    }
  }

  /** Adds a follower that has everything up to `after`; false when it lacks some of what was told already. */
  join(follower: Follower, after: EventPlace): boolean {
    if (!this.told || isAfter(this.told, after)) return false;
    if (follower.taskId === null) this.ofAll.add(follower);
    else this.ofTask.set(follower.taskId, (this.ofTask.get(follower.taskId) ?? new Set()).add(follower));
    return true;
  }

  leave(follower: Follower): void {
    this.ofAll.delete(follower);
    if (follower.taskId === null) return;
    const others = this.ofTask.get(follower.taskId);
    others?.delete(follower);
    if (others?.size === 0) this.ofTask.delete(follower.taskId);
  }

  /** A batch as followers are given it; also for whoever reads an older part of the journal. */
  async show(batch: JournalBatch, withNames: boolean): Promise<ShownEvent[]> {
    this.names.learnFrom(batch);
    if (withNames) await this.names.lookUp(taskIdsIn(batch));
    return shownEvents(batch, (taskId) => this.names.find(taskId));
  }

  private async tell(batch: JournalBatch): Promise<void> {
    const events = await this.show(batch, this.ofAll.size > 0);
    this.told = { offset: batch.offset, index: batch.events.length };
    for (const follower of this.ofAll) follower.receive(events);
    if (this.ofTask.size > 0) this.tellOfTasks(events);
    for (const { offset, arrived } of this.arrivals) if (offset <= batch.offset) arrived();
  }

  private tellOfTasks(events: readonly ShownEvent[]): void {
    for (const event of events) {
      const alone = [event];
      for (const follower of this.ofTask.get(event.taskId) ?? []) follower.receive(alone);
    }
  }
}

function journalLags(): TryAgainLater {
  return new TryAgainLater('journal-lags', 'The journal cannot be followed at the moment. Try again.');
}
