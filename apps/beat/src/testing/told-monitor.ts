import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern } from '@nestjs/microservices';
import {
  MONITOR_QUERIES,
  type TaskState,
  type TaskStatesAnswer,
  type TaskStatesQuery,
} from '@celerity/contracts';
import type { TestBroker } from '@celerity/messaging/testing';
import { monitorTransport } from '@celerity/service';

/** Answers beat over the real broker, as the monitor would from what a test says of tasks. */
export class ToldMonitor {
  readonly states = new Map<string, TaskState>();
  /** Of tasks of which the test says nothing. */
  otherwise: TaskState = 'STARTED';

  private constructor(private server: INestMicroservice | null) {}

  static async start(broker: TestBroker): Promise<ToldMonitor> {
    const monitor = new ToldMonitor(null);
    const transport = monitorTransport(broker.url, broker.names);
    monitor.server = await NestFactory.createMicroservice(moduleOf(monitor), { ...transport, logger: false });
    await monitor.server.listen();
    return monitor;
  }

  answer({ task_ids }: TaskStatesQuery): TaskStatesAnswer {
    const states = task_ids.map((id) => [id, this.states.get(id) ?? this.otherwise] as const);
    return { states: Object.fromEntries(states), projected_offset: 0 };
  }

  async stop(): Promise<void> {
    await this.server?.close();
    this.server = null;
  }
}

function moduleOf(monitor: ToldMonitor): new () => object {
  @Controller()
  class Answers {
    @MessagePattern(MONITOR_QUERIES.taskStates)
    states(query: TaskStatesQuery): TaskStatesAnswer {
      return monitor.answer(query);
    }
  }

  @Module({ controllers: [Answers] })
  class ToldMonitorModule {}
  return ToldMonitorModule;
}
