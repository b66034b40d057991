import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ClientProxy, RmqRecordBuilder } from '@nestjs/microservices';
import { catchError, firstValueFrom, throwError, timeout } from 'rxjs';
import {
  type AttemptSettledAnswer,
  type AttemptSettledQuery,
  MONITOR_QUERIES,
  type TaskAnswer,
  type TaskQuery,
  type TasksAnswer,
  type TasksQuery,
} from '@celerity/contracts';

/** Injection token of the request/reply transport to the monitor. */
export const MONITOR_TRANSPORT = Symbol('monitor transport');

/** The monitor did not answer, or could not: its cause says which. */
export class MonitorUnavailable extends Error {
  override readonly name = 'MonitorUnavailable';
}

/** Asks the monitor, over RabbitMQ. Waits are in milliseconds. */
@Injectable()
export class MonitorClient implements OnApplicationShutdown {
  constructor(@Inject(MONITOR_TRANSPORT) private readonly transport: ClientProxy) {}

  /** @throws MonitorUnavailable */
  task(query: TaskQuery, waitMs: number): Promise<TaskAnswer> {
    return this.ask(MONITOR_QUERIES.task, query, waitMs);
  }

  /** @throws MonitorUnavailable */
  activeTasks(query: TasksQuery, waitMs: number): Promise<TasksAnswer> {
    return this.ask(MONITOR_QUERIES.activeTasks, query, waitMs);
  }

  /** @throws MonitorUnavailable */
  taskHistory(query: TasksQuery, waitMs: number): Promise<TasksAnswer> {
    return this.ask(MONITOR_QUERIES.taskHistory, query, waitMs);
  }

  /** @throws MonitorUnavailable */
  attemptSettled(query: AttemptSettledQuery, waitMs: number): Promise<AttemptSettledAnswer> {
    return this.ask(MONITOR_QUERIES.attemptSettled, query, waitMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }

  private ask<Answer>(pattern: string, query: object, waitMs: number): Promise<Answer> {
    // A question that nobody waits for any more must not wait in the queue either.
    const record = new RmqRecordBuilder(query).setOptions({ expiration: waitMs, persistent: false }).build();
    return firstValueFrom(
      this.transport.send<Answer>(pattern, record).pipe(
        timeout(waitMs),
        catchError((cause: unknown) =>
          throwError(() => new MonitorUnavailable('the monitor did not answer', { cause })),
        ),
      ),
    );
  }
}
