import { Inject, Injectable } from '@nestjs/common';
import type { Failed, TaskError } from '@celerity/contracts';
import { JournalWriter } from '@celerity/messaging';
import { Kysely, sql } from 'kysely';
import { JournalBarrier } from '../barriers/journal-barrier.js';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { SingleTask } from '../queries/single-task.js';
import { storableJson } from '../projection/storable-json.js';
import type { DeadMessage } from './dead-message.js';

const BARRIER_MS = 10_000;

/** Ends the tasks whose messages died. */
@Injectable()
export class DeadTasks {
  constructor(
    private readonly journal: JournalWriter,
    private readonly barrier: JournalBarrier,
    private readonly tasks: SingleTask,
    @Inject(Kysely) private readonly db: Kysely<MonitorDatabase>,
  ) {}

  /**
   * Journals `failed`, confirmed, for each task of which this attempt is not settled: a worker may have said how it
   * ended before it gave the message up, or a later attempt may be on its way.
   * @throws when the journal, its projection or the database lags or is away
   */
  async fail(dead: readonly DeadMessage[]): Promise<void> {
    const named = dead.filter(({ task_id }) => task_id !== null);
    if (named.length === 0) return;
    await this.barrier.pass(BARRIER_MS);
    for (const message of named) {
      const taskId = message.task_id as string;
      await this.rememberFirstError(taskId);
      const attempt = message.message?.attempt ?? 1;
      if (await this.tasks.isSettled(taskId, attempt)) continue;
      await this.journal.append(failedEvent(taskId, attempt, message.last_error), { timeoutMs: BARRIER_MS })
        .confirmed;
    }
  }

  /** A dead letter says how its last attempt ended; how the first one did is in the history. */
  private async rememberFirstError(taskId: string): Promise<void> {
    const task = await this.db
      .selectFrom('tasks')
      .select('attempts')
      .where(sql<boolean>`task_id = ${taskId}::uuid`)
      .executeTakeFirst();
    const first = task?.attempts.find(({ error }) => error !== null)?.error;
    if (!first) return;
    await sql`update dead_letters set first_error = ${storableJson(first)}::json
      where task_id = ${taskId}::uuid and first_error is null`.execute(this.db);
  }
}

function failedEvent(task_id: string, attempt: number, error: TaskError): Failed {
  return {
    type: 'failed',
    task_id,
    at: new Date().toISOString(),
    attempt,
    worker: null,
    started_at: null,
    duration_ms: null,
    error,
  };
}
