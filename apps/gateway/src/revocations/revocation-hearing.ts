import {
  isFinal,
  isTaskEvent,
  type RevocationEvent,
  type RevokeAcknowledged,
  stateAfter,
  type TaskEvent,
} from '@celerity/contracts';

/** What is heard of one task by the journal's tail after its revocation was asked for. */
export class RevocationHearing {
  private readonly said = new Map<string, RevokeAcknowledged>();
  private news = Promise.withResolvers<void>();
  private end: TaskEvent | null = null;

  readonly hear = (event: TaskEvent | RevocationEvent): void => {
    if (event.type === 'revoke_acknowledged') this.said.set(event.worker, event);
    else if (isTaskEvent(event) && isFinal(stateAfter(event))) this.end ??= event;
    this.news.resolve();
    this.news = Promise.withResolvers<void>();
  };

  /** The event that ended the task. */
  get ended(): TaskEvent | null {
    return this.end;
  }

  /** True when a worker has said that the task runs there. */
  get running(): boolean {
    return [...this.said.values()].some(({ running }) => running);
  }

  /** Workers that take the family's tasks and have said that they will not begin this one. */
  idleWorkers(family: string): number {
    return [...this.said.values()].filter(({ queues, running }) => !running && queues.includes(family))
      .length;
  }

  /** Resolves when the condition holds, asked at each news, or at the deadline (monotonic clock, milliseconds). */
  async until(condition: () => boolean, deadline: number): Promise<void> {
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, Math.max(0, deadline - performance.now()));
    while (!condition() && performance.now() < deadline)
      await Promise.race([this.news.promise, late.promise]);
    clearTimeout(timer);
  }
}
