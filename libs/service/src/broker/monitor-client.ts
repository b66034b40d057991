import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ClientProxy } from '@nestjs/microservices';
import {
  type AttemptSettledAnswer,
  type AttemptSettledQuery,
  type AttemptStandingsAnswer,
  type AttemptStandingsQuery,
  type FieldProblem,
  isQueryError,
  MONITOR_QUERIES,
  type QueueStatsAnswer,
  type QueueStatsQuery,
  type SystemStatsAnswer,
  type TaskAnswer,
  type TaskLogAnswer,
  type TaskLogQuery,
  type TaskQuery,
  type TasksAnswer,
  type TaskStatsAnswer,
  type TaskStatsQuery,
  type TasksQuery,
  type WorkersAnswer,
  type WorkersQuery,
  type TaskNamesAnswer,
  type TaskNamesQuery,
  type TaskStatesAnswer,
  type TaskStatesQuery,
} from '@celerity/contracts';
import { askOver } from './ask-over.js';

/** Injection token of the request/reply transport to the monitor. */
export const MONITOR_TRANSPORT = Symbol('monitor transport');

/** The monitor did not answer, or could not: its cause says which. */
export class MonitorUnavailable extends Error {
  override readonly name = 'MonitorUnavailable';
}

/** The question itself is wrong; asking again will not help. */
export class QueryRefused extends Error {
  override readonly name = 'QueryRefused';

  constructor(readonly problem: FieldProblem) {
    super(`${problem.field} ${problem.message}`);
  }
}

/** Asks the monitor, over RabbitMQ. Waits are in milliseconds. */
@Injectable()
export class MonitorClient implements OnApplicationShutdown {
  constructor(@Inject(MONITOR_TRANSPORT) private readonly transport: ClientProxy) {}

  /** @throws MonitorUnavailable, QueryRefused */
  task(query: TaskQuery, waitMs: number): Promise<TaskAnswer> {
    return this.ask(MONITOR_QUERIES.task, query, waitMs);
  }

  /** @throws MonitorUnavailable, QueryRefused */
  activeTasks(query: TasksQuery, waitMs: number): Promise<TasksAnswer> {
    return this.ask(MONITOR_QUERIES.activeTasks, query, waitMs);
  }

  /** @throws MonitorUnavailable, QueryRefused */
  taskHistory(query: TasksQuery, waitMs: number): Promise<TasksAnswer> {
    return this.ask(MONITOR_QUERIES.taskHistory, query, waitMs);
  }

  /** @throws MonitorUnavailable, QueryRefused */
  attemptSettled(query: AttemptSettledQuery, waitMs: number): Promise<AttemptSettledAnswer> {
    return this.ask(MONITOR_QUERIES.attemptSettled, query, waitMs);
  }

  /** @throws MonitorUnavailable, QueryRefused */
  attemptStandings(query: AttemptStandingsQuery, waitMs: number): Promise<AttemptStandingsAnswer> {
    return this.ask(MONITOR_QUERIES.attemptStandings, query, waitMs);
  }

  /** @throws MonitorUnavailable */
  workers(query: WorkersQuery, waitMs: number): Promise<WorkersAnswer> {
    return this.ask(MONITOR_QUERIES.workers, query, waitMs);
  }

  /** @throws MonitorUnavailable, QueryRefused */
  taskLog(query: TaskLogQuery, waitMs: number): Promise<TaskLogAnswer> {
    return this.ask(MONITOR_QUERIES.taskLog, query, waitMs);
  }

  /** @throws MonitorUnavailable */
  taskStats(query: TaskStatsQuery, waitMs: number): Promise<TaskStatsAnswer> {
    return this.ask(MONITOR_QUERIES.taskStats, query, waitMs);
  }

  /** @throws MonitorUnavailable */
  queueStats(query: QueueStatsQuery, waitMs: number): Promise<QueueStatsAnswer> {
    return this.ask(MONITOR_QUERIES.queueStats, query, waitMs);
  }

  /** @throws MonitorUnavailable */
  systemStats(waitMs: number): Promise<SystemStatsAnswer> {
    return this.ask(MONITOR_QUERIES.systemStats, {}, waitMs);
  }

  /** @throws MonitorUnavailable, QueryRefused */
  taskStates(query: TaskStatesQuery, waitMs: number): Promise<TaskStatesAnswer> {
    return this.ask(MONITOR_QUERIES.taskStates, query, waitMs);
  }

  /** @throws MonitorUnavailable, QueryRefused */
  taskNames(query: TaskNamesQuery, waitMs: number): Promise<TaskNamesAnswer> {
    return this.ask(MONITOR_QUERIES.taskNames, query, waitMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }

  /**
   * Any question or command, by its message pattern.
   * @throws MonitorUnavailable, QueryRefused
   */
  async ask<Answer>(pattern: string, query: object, waitMs: number): Promise<Answer> {
    try {
      return await askOver<Answer>(this.transport, pattern, query, waitMs);
    } catch (error) {
      throw failureOf(error);
    }
  }
}

function failureOf(cause: unknown): Error {
  if (!isQueryError(cause)) return new MonitorUnavailable('the monitor did not answer', { cause });
  if (cause.code === 'not_projected') return new MonitorUnavailable('the monitor lags behind', { cause });
  return new QueryRefused({ field: cause.field, message: cause.message });
}
