import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern } from '@nestjs/microservices';
import {
  ACTIVE_STATES,
  MONITOR_QUERIES,
  type TaskAnswer,
  type TaskNamesAnswer,
  type TaskNamesQuery,
  type TaskQuery,
  type TasksAnswer,
  type TasksQuery,
  type WorkersQuery,
  type TaskView,
} from '@celerity/contracts';
import { JournalReader } from '@celerity/messaging';
import type { TestBroker } from '@celerity/messaging/testing';
import { monitorTransport } from '@celerity/service';
import { NOTHING_HAPPENED, OFFLINE_WORKER } from './sample-views.js';
import { Projection } from './projection.js';

/** Answers the gateway's questions over the real broker, from the real journal, as the monitor does. */
export class MonitorResponder {
  readonly projection = new Projection();
  readonly taskQueries: TaskQuery[] = [];
  readonly listQueries: TasksQuery[] = [];
  readonly workerQueries: WorkersQuery[] = [];
  /** Questions about tasks with a barrier that it has answered. */
  barriersAnswered = 0;
  /** Knows nothing unless asked with a barrier: a monitor that lags. */
  lags = false;
  /** What it answers unless asked with a barrier: a monitor that stands still at some moment. */
  frozen: ReadonlyMap<string, TaskView> | null = null;
  /** Up to where it has read the journal, exclusive. */
  projectedOffset = 0;
  private server: INestMicroservice | null = null;

  /** The broker's topology must be there. */
  static async start(broker: TestBroker, amqpUrl: string): Promise<MonitorResponder> {
    const responder = new MonitorResponder();
    const connection = broker.connection('monitor');
    const reader = new JournalReader(connection, {
      journal: broker.names.journal,
      prefetch: 10,
      position: async () => 0,
      onBatch: ({ offset, events }, done) => {
        responder.projectedOffset = offset + 1;
        for (const event of events) if (event) responder.projection.apply(event);
        done();
      },
    });
    await reader.start();
    await connection.start();
    await responder.listen(amqpUrl, broker);
    return responder;
  }

  async stop(): Promise<void> {
    await this.server?.close();
  }

  async task(query: TaskQuery): Promise<TaskAnswer> {
    this.taskQueries.push(query);
    await this.projection.passed(query.barrier_id);
    const hidden = this.lags && query.barrier_id === undefined;
    if (query.barrier_id !== undefined) this.barriersAnswered += 1;
    const tasks = (query.barrier_id === undefined && this.frozen) || this.projection.tasks;
    const projected_offset = tasks === this.projection.tasks ? this.projectedOffset : 0;
    return { task: hidden ? null : (tasks.get(query.task_id) ?? null), projected_offset };
  }

  async list(query: TasksQuery, active: boolean): Promise<TasksAnswer> {
    this.listQueries.push(query);
    await this.projection.passed(query.barrier_id);
    const isActive = (status: string) => (ACTIVE_STATES as readonly string[]).includes(status);
    const results = [...this.projection.tasks.values()].filter(({ status }) => isActive(status) === active);
    const page = { count: results.length, results, next_cursor: null };
    return { page, projected_offset: this.projectedOffset };
  }

  names({ task_ids }: TaskNamesQuery): TaskNamesAnswer {
    const known = task_ids.flatMap((id) => this.projection.tasks.get(id) ?? []);
    const names = known.map(({ task_id, task_name, queue }) => [task_id, { task_name, queue }]);
    return { names: Object.fromEntries(names), projected_offset: this.projectedOffset };
  }

  private async listen(amqpUrl: string, broker: TestBroker): Promise<void> {
    const transport = monitorTransport(amqpUrl, broker.names);
    this.server = await NestFactory.createMicroservice(moduleOf(this), { ...transport, logger: false });
    await this.server.listen();
  }
}

function moduleOf(responder: MonitorResponder): new () => object {
  @Controller()
  class Answers {
    @MessagePattern(MONITOR_QUERIES.task)
    task(query: TaskQuery): Promise<TaskAnswer> {
      return responder.task(query);
    }

    @MessagePattern(MONITOR_QUERIES.activeTasks)
    active(query: TasksQuery): Promise<TasksAnswer> {
      return responder.list(query, true);
    }

    @MessagePattern(MONITOR_QUERIES.workers)
    workers(query: WorkersQuery) {
      responder.workerQueries.push(query);
      return { workers: [OFFLINE_WORKER], projected_offset: 0 };
    }

    @MessagePattern(MONITOR_QUERIES.taskNames)
    names(query: TaskNamesQuery): TaskNamesAnswer {
      return responder.names(query);
    }

    @MessagePattern(MONITOR_QUERIES.taskLog)
    taskLog() {
      return { page: { count: 0, results: [], next_cursor: null }, projected_offset: 0 };
    }

    @MessagePattern(MONITOR_QUERIES.queueStats)
    queues() {
      return { queues: [], projected_offset: 0 };
    }

    @MessagePattern(MONITOR_QUERIES.taskStats)
    taskStats() {
      return { tasks: [], projected_offset: 0 };
    }

    @MessagePattern(MONITOR_QUERIES.systemStats)
    systemStats() {
      return { stats: NOTHING_HAPPENED, projected_offset: 0 };
    }

    @MessagePattern(MONITOR_QUERIES.taskHistory)
    history(query: TasksQuery): Promise<TasksAnswer> {
      return responder.list(query, false);
    }
  }

  @Module({ controllers: [Answers] })
  class ResponderModule {}
  return ResponderModule;
}
