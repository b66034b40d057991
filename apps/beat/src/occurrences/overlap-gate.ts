import { Injectable, Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { isFinal, type TaskState } from '@celerity/contracts';
import { Barriers, describeError, MonitorClient } from '@celerity/service';
import { BeatMetrics } from '../metrics/beat-metrics.js';
import { PacedLoop } from '../pacing/paced-loop.js';
import { type HeldOccurrence, HeldOccurrences } from './held-occurrences.js';
import { OccurrenceOutbox } from './occurrence-outbox.js';
import { OccurrencePublisher } from './occurrence-publisher.js';

/** The monitor first has to project what is before the barrier. */
const ANSWER_MS = 3_000;
/** How soon a former task is asked about again. */
const AGAIN_MS = 500;

/**
 * Decides about instants whose schedule cares whether the former task has ended: `skip` passes over them, `queue`
 * lets them wait, one after another. The monitor is asked by barrier. With no answer all of them wait: late, but
 * never two at a time, and none is passed over on a guess. Apart from the loop that fires, which must not wait.
 */
@Injectable()
export class OverlapGate {
  private readonly logger = new Logger('Schedules');
  private readonly loop: PacedLoop;
  private term = 0;
  private unanswered = false;

  constructor(
    private readonly held: HeldOccurrences,
    private readonly publisher: OccurrencePublisher,
    private readonly outbox: OccurrenceOutbox,
    private readonly barriers: Barriers,
    private readonly monitor: MonitorClient,
    private readonly metrics: BeatMetrics,
    scheduler: SchedulerRegistry,
  ) {
    this.loop = new PacedLoop(scheduler, 'Overlaps', () => this.pass());
  }

  begin(term: number): void {
    this.term = term;
    this.loop.start();
  }

  end(): Promise<void> {
    return this.loop.stop();
  }

  /** Instants were recorded. */
  wake(): void {
    this.loop.wakeIn(0);
  }

  private async pass(): Promise<number> {
    const heads = await this.held.heads();
    if (heads.length === 0) return Infinity;
    this.metrics.countSkipped(await this.held.skipSurplus(this.term));
    const active = await this.activeAmong(heads);
    if (active === null) return AGAIN_MS;
    const free = heads.filter((head) => !active.has(head));
    const busy = heads.filter((head) => active.has(head) && head.overlap === 'skip');
    this.metrics.countSkipped(await this.held.skip(this.term, busy));
    await this.send(free);
    // What was decided makes room for the next of the same schedules.
    return free.length + busy.length > 0 ? 0 : AGAIN_MS;
  }

  private async send(free: readonly HeldOccurrence[]): Promise<void> {
    try {
      const released = await this.held.release(this.term, free);
      if (!(await this.publisher.publish(this.term, released, false))) this.outbox.suspect();
    } catch (error) {
      // What failed may have been done all the same: let go, or sent, and not marked.
      this.outbox.suspect();
      throw error;
    }
  }

  /** Those whose former task has not ended; null when nobody can tell. */
  private async activeAmong(heads: readonly HeldOccurrence[]): Promise<Set<HeldOccurrence> | null> {
    const asked = heads.filter(({ overlap }) => overlap !== 'allow');
    const sent = asked.filter(({ formerTaskId, formerIsUnsent }) => formerTaskId !== null && !formerIsUnsent);
    const states = sent.length === 0 ? {} : await this.statesOf(sent);
    if (states === null) return null;
    return new Set(
      asked.filter(({ formerTaskId, formerIsUnsent }) => {
        const state = formerTaskId === null ? undefined : states[formerTaskId];
        return formerIsUnsent || (state !== undefined && !isFinal(state));
      }),
    );
  }

  private async statesOf(
    heads: readonly HeldOccurrence[],
  ): Promise<Readonly<Record<string, TaskState>> | null> {
    const task_ids = heads.flatMap(({ formerTaskId }) => formerTaskId ?? []);
    try {
      const barrier_id = await this.barriers.write();
      const { states } = await this.monitor.taskStates({ task_ids, barrier_id }, ANSWER_MS);
      this.unanswered = false;
      return states;
    } catch (error) {
      // One line an outage, not one a try.
      if (!this.unanswered)
        this.logger.warn(`schedules wait to hear whether former tasks have ended: ${describeError(error)}`);
      this.unanswered = true;
      return null;
    }
  }
}
