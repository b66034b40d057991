import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  MONITOR_QUERIES,
  type AttemptSettledAnswer,
  type AttemptSettledQuery,
  type AttemptStandingsAnswer,
  type AttemptStandingsQuery,
  type TaskAnswer,
  type TaskQuery,
  type TasksAnswer,
  type TasksQuery,
} from '@celerity/contracts';
import { PassedBarriers } from '../barriers/passed-barriers.js';
import { AttemptStandings } from './attempt-standings.js';
import { checkedFilter } from './checked-filter.js';
import { badRequest, notProjected } from './query-errors.js';
import { SingleTask } from './single-task.js';
import { TaskLists } from './task-lists.js';

/** Askers wait 5 s; an answer that comes later is nobody's. */
const BARRIER_WAIT_MS = 4_500;

/** Most attempts in one question. */
const MOST_ATTEMPTS = 1_000;

/** The questions that other services ask over RabbitMQ. */
@Controller()
export class QueriesController {
  constructor(
    private readonly tasks: SingleTask,
    private readonly lists: TaskLists,
    private readonly standings: AttemptStandings,
    private readonly barriers: PassedBarriers,
  ) {}

  @MessagePattern(MONITOR_QUERIES.task)
  async task(@Payload() { task_id, barrier_id }: TaskQuery): Promise<TaskAnswer> {
    const projected_offset = await this.offsetAfter(barrier_id);
    return { task: await this.tasks.view(String(task_id)), projected_offset };
  }

  @MessagePattern(MONITOR_QUERIES.activeTasks)
  async activeTasks(@Payload() { filter, barrier_id }: TasksQuery): Promise<TasksAnswer> {
    const checked = checkedFilter(filter);
    const projected_offset = await this.offsetAfter(barrier_id);
    return { page: await this.lists.active(checked), projected_offset };
  }

  @MessagePattern(MONITOR_QUERIES.taskHistory)
  async taskHistory(@Payload() { filter, barrier_id }: TasksQuery): Promise<TasksAnswer> {
    const checked = checkedFilter(filter);
    const projected_offset = await this.offsetAfter(barrier_id);
    return { page: await this.lists.history(checked), projected_offset };
  }

  @MessagePattern(MONITOR_QUERIES.attemptSettled)
  async attemptSettled(@Payload() query: AttemptSettledQuery): Promise<AttemptSettledAnswer> {
    // Without a barrier the answer could be too old, and a settled attempt would run again.
    if (!query.barrier_id) throw badRequest({ field: 'barrier_id', message: 'is needed for this question' });
    const projected_offset = await this.offsetAfter(query.barrier_id);
    return {
      settled: await this.tasks.isSettled(String(query.task_id), Number(query.attempt)),
      projected_offset,
    };
  }

  @MessagePattern(MONITOR_QUERIES.attemptStandings)
  async attemptStandings(@Payload() query: AttemptStandingsQuery): Promise<AttemptStandingsAnswer> {
    const { attempts, barrier_id } = query;
    if (!barrier_id) throw badRequest({ field: 'barrier_id', message: 'is needed for this question' });
    if (!Array.isArray(attempts) || attempts.length > MOST_ATTEMPTS)
      throw badRequest({ field: 'attempts', message: `must be a list of at most ${MOST_ATTEMPTS}` });
    const projected_offset = await this.offsetAfter(barrier_id);
    const keys = attempts.map(({ task_id, attempt }) => ({
      task_id: String(task_id),
      attempt: Number(attempt),
    }));
    return { standings: await this.standings.of(keys), projected_offset };
  }

  /** Waits for the barrier, if there is one, and tells how far the projection is then. */
  private async offsetAfter(barrierId: string | undefined): Promise<number> {
    if (barrierId !== undefined && !(await this.barriers.passed(barrierId, BARRIER_WAIT_MS)))
      throw notProjected();
    return this.tasks.projectedOffset();
  }
}
