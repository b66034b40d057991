import { Inject, Injectable } from '@nestjs/common';
import { isFinal, isTaskId, type TaskNamesAnswer, type TaskState, type TaskView } from '@celerity/contracts';
import { Kysely, sql } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import { attemptViewOf, taskViewOf } from './task-view-of.js';

/** What is known of one task. */
@Injectable()
export class SingleTask {
  constructor(@Inject(Kysely) private readonly db: Kysely<MonitorDatabase>) {}

  async view(taskId: string): Promise<TaskView | null> {
    if (!isTaskId(taskId)) return null;
    const record = await this.db
      .selectFrom('tasks')
      .selectAll()
      .where(sql<boolean>`task_id = ${taskId}::uuid`)
      .executeTakeFirst();
    return record ? { ...taskViewOf(record), attempts: record.attempts.map(attemptViewOf) } : null;
  }

  /** The states of several tasks; unknown ones are absent. */
  async states(taskIds: readonly string[]): Promise<Record<string, TaskState>> {
    const { rows } = await sql<{ task_id: string; state: TaskState }>`
      select task_id, state from tasks where task_id = any(${taskIds.filter(isTaskId)}::uuid[])`.execute(
      this.db,
    );
    return Object.fromEntries(rows.map(({ task_id, state }) => [task_id, state]));
  }

  /** What several tasks are called and where they run; unknown ones are absent. */
  async names(taskIds: readonly string[]): Promise<TaskNamesAnswer['names']> {
    const { rows } = await sql<{ task_id: string; task_name: string; queue: string }>`
      select task_id, task_name, queue from tasks
      where task_id = any(${taskIds.filter(isTaskId)}::uuid[]) and task_name is not null and queue is not null`.execute(
      this.db,
    );
    return Object.fromEntries(rows.map(({ task_id, ...name }) => [task_id, name]));
  }

  /** Whether the attempt must not run (again): the task is final, or a later attempt is begun or planned. */
  async isSettled(taskId: string, attempt: number): Promise<boolean> {
    if (!isTaskId(taskId)) return false;
    const task = await this.db
      .selectFrom('tasks')
      .select(['state', 'attempt', 'attempts'])
      .where(sql<boolean>`task_id = ${taskId}::uuid`)
      .executeTakeFirst();
    if (!task) return false;
    if (isFinal(task.state) || attempt < task.attempt) return true;
    return task.attempts.some((record) => record.state === 'RETRY' && record.attempt >= attempt);
  }
}
