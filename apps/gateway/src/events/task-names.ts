import { Injectable, Logger } from '@nestjs/common';
import type { JournalBatch } from '@celerity/contracts';
import { MAX_TASK_STATES } from '@celerity/contracts';
import { MonitorClient } from '@celerity/service';

/** What a task is called, and where it runs. */
export interface TaskName {
  readonly task_name: string;
  readonly queue: string;
}

/** Most tasks remembered. */
const MOST_TASKS = 50_000;
const ANSWER_MS = 1_000;
/** After a question without an answer none is asked for so long, so that streams do not wait for a monitor that is away. */
const PAUSE_MS = 10_000;

/** Only its acceptance says what a task is called; all later events of it are told with the name all the same. */
@Injectable()
export class TaskNames {
  private readonly logger = new Logger('EventStreams');
  /** Null: the monitor does not know it either. */
  private readonly known = new Map<string, TaskName | null>();
  private pausedUntil = 0;

  constructor(private readonly monitor: MonitorClient) {}

  find(taskId: string): TaskName | null {
    return this.known.get(taskId) ?? null;
  }

  /** From a task's acceptance, or its view. */
  learn(taskId: string, { task_name, queue }: TaskName): void {
    this.remember(taskId, { task_name, queue });
  }

  learnFrom(batch: JournalBatch): void {
    for (const event of batch.events) if (event?.type === 'accepted') this.learn(event.task_id, event);
  }

  /** Asks the monitor for those that are not known. */
  async lookUp(taskIds: readonly string[]): Promise<void> {
    const unknown = taskIds.filter((id) => !this.known.has(id));
    for (let at = 0; at < unknown.length; at += MAX_TASK_STATES) {
      if (Date.now() < this.pausedUntil) return;
      await this.ask(unknown.slice(at, at + MAX_TASK_STATES));
    }
  }

  private async ask(task_ids: readonly string[]): Promise<void> {
    try {
      const { names } = await this.monitor.taskNames({ task_ids }, ANSWER_MS);
      for (const id of task_ids) this.remember(id, names[id] ?? null);
    } catch (error) {
      this.pausedUntil = Date.now() + PAUSE_MS;
      this.logger.warn(`events are told without their tasks' names: ${String(error)}`);
    }
  }

  private remember(taskId: string, name: TaskName | null): void {
    this.known.delete(taskId);
    this.known.set(taskId, name);
    if (this.known.size <= MOST_TASKS) return;
    for (const oldest of this.known.keys()) {
      this.known.delete(oldest);
      return;
    }
  }
}
