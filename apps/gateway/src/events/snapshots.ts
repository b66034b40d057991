import { Injectable } from '@nestjs/common';
import type { EventFilter, TasksSnapshot, TaskSnapshot } from '@celerity/contracts';
import { catalogue } from '@celerity/contracts';
import { Barriers, MonitorClient } from '@celerity/service';
import { taskNotFound } from '../tasks/task-not-found.js';

/** The monitor first has to project what is before the barrier. */
const ANSWER_MS = 5_000;
const MOST_TASKS = 200;

/** The present state, with the offset at which the journal goes on from it. */
@Injectable()
export class Snapshots {
  constructor(
    private readonly monitor: MonitorClient,
    private readonly barriers: Barriers,
  ) {}

  /** @throws ProblemException 404; MonitorUnavailable, BrokerUnavailable */
  async ofTask(task_id: string): Promise<TaskSnapshot> {
    const barrier_id = await this.barriers.write();
    const { task, projected_offset } = await this.monitor.task({ task_id, barrier_id }, ANSWER_MS);
    if (!task) throw taskNotFound(task_id);
    return { task, projected_offset };
  }

  /** @throws MonitorUnavailable, BrokerUnavailable, QueryRefused */
  async ofAll({ task_name, queue }: EventFilter): Promise<TasksSnapshot> {
    const barrier_id = await this.barriers.write();
    const filter = {
      limit: MOST_TASKS,
      ...(task_name === undefined ? {} : { task_name: catalogue.find(task_name)?.name ?? task_name }),
      ...(queue === undefined ? {} : { queue }),
    };
    const { page, projected_offset } = await this.monitor.activeTasks({ filter, barrier_id }, ANSWER_MS);
    return { tasks: page, projected_offset };
  }
}
