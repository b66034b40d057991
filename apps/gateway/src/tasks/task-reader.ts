import { Injectable } from '@nestjs/common';
import { catalogue, madeAt, type TaskFilter, type TaskPage, type TaskView } from '@celerity/contracts';
import { Barriers, MonitorClient } from '@celerity/service';
import { ToldOffsets } from '../journal/told-offsets.js';

const ANSWER_MS = 1_800;
/** The monitor first has to project what is before the barrier. */
const BARRIER_ANSWER_MS = 10_000;
/** Ids younger than this may belong to a task whose entry is not projected yet. */
const YOUNG_MS = 30_000;

/** Asks the monitor about tasks. */
@Injectable()
export class TaskReader {
  constructor(
    private readonly monitor: MonitorClient,
    private readonly barriers: Barriers,
    private readonly told: ToldOffsets,
  ) {}

  /**
   * The task as projected; a new one is found too, right after its submit was answered, and nobody sees an older
   * state than a long poll has told.
   * @throws MonitorUnavailable, BrokerUnavailable
   */
  async find(taskId: string): Promise<TaskView | null> {
    const { task, projected_offset } = await this.monitor.task({ task_id: taskId }, ANSWER_MS);
    if (this.told.isNewer(taskId, projected_offset)) return this.findNow(taskId);
    return task ?? (isYoung(taskId) ? this.findNow(taskId) : null);
  }

  /** The task as of now: with everything that was journaled before the call. */
  async findNow(taskId: string, waitMs = BARRIER_ANSWER_MS): Promise<TaskView | null> {
    const barrier_id = await this.barriers.write();
    const { task } = await this.monitor.task({ task_id: taskId, barrier_id }, waitMs);
    return task;
  }

  async active(filter: TaskFilter): Promise<TaskPage> {
    return (await this.monitor.activeTasks({ filter: withFullName(filter) }, ANSWER_MS)).page;
  }

  async history(filter: TaskFilter): Promise<TaskPage> {
    return (await this.monitor.taskHistory({ filter: withFullName(filter) }, ANSWER_MS)).page;
  }
}

/** Clocks differ: an id from a little ahead is young as well. */
function isYoung(taskId: string): boolean {
  const made = madeAt(taskId);
  return made !== null && Math.abs(Date.now() - made) < YOUNG_MS;
}

/** Views know tasks by their full names, people by their short ones. */
function withFullName(filter: TaskFilter): TaskFilter {
  const { task_name } = filter;
  if (task_name === undefined) return filter;
  return { ...filter, task_name: catalogue.find(task_name)?.name ?? task_name };
}
