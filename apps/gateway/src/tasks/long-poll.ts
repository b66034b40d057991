import { type BeforeApplicationShutdown, Injectable, type OnModuleDestroy } from '@nestjs/common';
import {
  isFinal,
  isTaskEvent,
  stateAfter,
  type TaskEvent,
  type TaskResultView,
  type TaskView,
} from '@celerity/contracts';
import { TryAgainLater } from '../http/problem-exception.js';
import { JournalTail } from '../journal/journal-tail.js';
import { ToldOffsets } from '../journal/told-offsets.js';
import { taskNotFound } from './task-not-found.js';
import { TaskReader } from './task-reader.js';
import { resultOfEvent, resultOfView } from './task-result.js';

/** Most requests that wait at once. */
export const MOST_WAITERS = 1_000;

/** A request that waits. */
interface Wait {
  /** Ends the wait without an outcome. */
  readonly stop: () => void;
  readonly answer: Promise<TaskResultView>;
}

/** Answers with a task's outcome as soon as there is one. */
@Injectable()
export class LongPoll implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly waits = new Set<Wait>();
  private closing = false;

  constructor(
    private readonly tail: JournalTail,
    private readonly reader: TaskReader,
    private readonly told: ToldOffsets,
  ) {}

  /** Requests that wait now. */
  get waiting(): number {
    return this.waits.size;
  }

  /**
   * The outcome, or the present state when `waitMs` are over, the client is gone, or the gateway shuts down.
   * @throws ProblemException 404, 503
   */
  async result(taskId: string, waitMs: number, gone: AbortSignal): Promise<TaskResultView> {
    const known = await this.reader.find(taskId);
    if (!known) throw taskNotFound(taskId);
    if (isFinal(known.status) || waitMs === 0 || this.closing) return resultOfView(known);
    if (this.waits.size >= MOST_WAITERS) throw tooManyWaiters();
    const ended = Promise.withResolvers<TaskEvent | null>();
    const stop = () => ended.resolve(null);
    const wait = { stop, answer: this.follow(known, ended, gone) };
    this.waits.add(wait);
    const timer = setTimeout(stop, waitMs);
    gone.addEventListener('abort', stop);
    try {
      return await wait.answer;
    } finally {
      clearTimeout(timer);
      this.waits.delete(wait);
    }
  }

  /** No poll may hold up the shutdown: each answers with the present state. */
  onModuleDestroy(): void {
    this.closing = true;
    for (const { stop } of this.waits) stop();
  }

  /** Whoever waited has an answer before what it takes is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled([...this.waits].map(({ answer }) => answer));
    await this.tail.stop();
  }

  private async follow(
    known: TaskView,
    ended: PromiseWithResolvers<TaskEvent | null>,
    gone: AbortSignal,
  ): Promise<TaskResultView> {
    const { task_id } = known;
    const unsubscribe = await this.tail.subscribe(task_id, (event, offset) => {
      if (!isTaskEvent(event) || !isFinal(stateAfter(event))) return;
      this.told.tell(task_id, offset);
      ended.resolve(event);
    });
    try {
      // In this order nothing falls between: what is not in this answer comes by the tail.
      const asked = this.reader.findNow(task_id).then((view) => view ?? known);
      // The tail may know the end before the monitor does.
      const told = ended.promise.then<TaskEvent | TaskView>((event) => event ?? asked);
      const now = await Promise.race<TaskEvent | TaskView>([asked, told]);
      if ('type' in now) return resultOfEvent(now);
      if (isFinal(now.status)) return resultOfView(now);
      const event = await ended.promise;
      if (event) return resultOfEvent(event);
      return resultOfView(gone.aborted ? now : await this.present(now));
    } finally {
      unsubscribe();
    }
  }

  /** The state at the end of the wait; the one at its beginning is better than an error. */
  private async present(before: TaskView): Promise<TaskView> {
    const after = await this.reader.find(before.task_id).catch(() => null);
    return after ?? before;
  }
}

function tooManyWaiters(): TryAgainLater {
  return new TryAgainLater(
    'too-many-waiters',
    `${MOST_WAITERS} requests wait here already. Ask again later, or with wait=0.`,
  );
}
