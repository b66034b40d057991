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
  type TaskNamesAnswer,
  type TaskNamesQuery,
  type TaskStatesAnswer,
  type TaskStatesQuery,
  MAX_TASK_STATES,
} from '@celerity/contracts';
import { AttemptStandings } from './attempt-standings.js';
import { AnswerOffset } from './answer-offset.js';
import { checkedFilter } from './checked-filter.js';
import { badRequest } from './query-errors.js';
import { SingleTask } from './single-task.js';
import { TaskLists } from './task-lists.js';

/** Most attempts in one question. */
const MOST_ATTEMPTS = 1_000;

/** The questions that other services ask over RabbitMQ. */
@Controller()
export class QueriesController {
  constructor(
    private readonly tasks: SingleTask,
    private readonly lists: TaskLists,
    private readonly standings: AttemptStandings,
    private readonly offsets: AnswerOffset,
  ) {}

  @MessagePattern(MONITOR_QUERIES.task)
  async task(@Payload() { task_id, barrier_id }: TaskQuery): Promise<TaskAnswer> {
    const projected_offset = await this.offsets.after(barrier_id);
    return { task: await this.tasks.view(String(task_id)), projected_offset };
  }

  @MessagePattern(MONITOR_QUERIES.activeTasks)
  async activeTasks(@Payload() { filter, barrier_id }: TasksQuery): Promise<TasksAnswer> {
    const checked = checkedFilter(filter);
    const projected_offset = await this.offsets.after(barrier_id);
    return { page: await this.lists.active(checked), projected_offset };
  }

  @MessagePattern(MONITOR_QUERIES.taskHistory)
  async taskHistory(@Payload() { filter, barrier_id }: TasksQuery): Promise<TasksAnswer> {
    const checked = checkedFilter(filter);
    const projected_offset = await this.offsets.after(barrier_id);
    return { page: await this.lists.history(checked), projected_offset };
  }

  @MessagePattern(MONITOR_QUERIES.attemptSettled)
  async attemptSettled(@Payload() query: AttemptSettledQuery): Promise<AttemptSettledAnswer> {
    // Without a barrier the answer could be too old, and a settled attempt would run again.
    if (!query.barrier_id) throw badRequest({ field: 'barrier_id', message: 'is needed for this question' });
    const projected_offset = await this.offsets.after(query.barrier_id);
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
    const projected_offset = await this.offsets.after(barrier_id);
    const keys = attempts.map(({ task_id, attempt }) => ({
      task_id: String(task_id),
      attempt: Number(attempt),
    }));
    return { standings: await this.standings.of(keys), projected_offset };
  }

  @MessagePattern(MONITOR_QUERIES.taskStates)
  async taskStates(@Payload() { task_ids, barrier_id }: TaskStatesQuery): Promise<TaskStatesAnswer> {
    const ids = checkedIds(task_ids);
    const projected_offset = await this.offsets.after(barrier_id);
    return { states: await this.tasks.states(ids), projected_offset };
  }

  @MessagePattern(MONITOR_QUERIES.taskNames)
  async taskNames(@Payload() { task_ids, barrier_id }: TaskNamesQuery): Promise<TaskNamesAnswer> {
    const ids = checkedIds(task_ids);
    const projected_offset = await this.offsets.after(barrier_id);
    return { names: await this.tasks.names(ids), projected_offset };
  }
}

function checkedIds(ids: unknown): string[] {
  if (Array.isArray(ids) && ids.length <= MAX_TASK_STATES) return ids.map(String);
  throw badRequest({ field: 'task_ids', message: `must be an array of at most ${MAX_TASK_STATES} ids` });
}
