import { type DynamicModule, Global, Module } from '@nestjs/common';
import {
  BrokerConnection,
  BrokerNames,
  DeadLetters,
  JournalWriter,
  Publisher,
  type PublisherOptions,
  RevocationPublisher,
  TaskPublisher,
  TaskSubmitter,
  TopologyDeclarer,
} from '@celerity/messaging';
import { ServiceLogger } from '../logging/service-logger.js';
import { ServiceConfig } from '../config/service-config.js';
import { PublishMetrics } from './publish-metrics.js';
import { BrokerLifecycle } from './broker-lifecycle.js';
import { CONSUME_CONNECTION, PUBLISH_CONNECTION } from './broker.tokens.js';

export interface BrokerModuleOptions {
  /** Shown in the broker's connection list. */
  readonly service: string;
  readonly publisher?: PublisherOptions;
  /** Longest wait for both confirms of a submitted task, in milliseconds. */
  readonly submitTimeoutMs?: number;
}

/** The broker as a service uses it: two connections, a publisher, the journal, and the submitter of tasks. */
@Global()
@Module({})
export class BrokerModule {
  static forRoot({ service, publisher, submitTimeoutMs = 10_000 }: BrokerModuleOptions): DynamicModule {
    const connection = (use: string, declares: boolean) => ({
      inject: [ServiceConfig, BrokerNames, ServiceLogger],
      useFactory: ({ AMQP_URL }: ServiceConfig, names: BrokerNames, { pino }: ServiceLogger) => {
        const made = new BrokerConnection({ url: AMQP_URL, name: `${service}:${use}`, log: pino });
        if (declares) made.attach(new TopologyDeclarer(names));
        return made;
      },
    });
    return {
      module: BrokerModule,
      providers: [
        {
          provide: BrokerNames,
          inject: [ServiceConfig],
          useFactory: (config: ServiceConfig) => new BrokerNames(config.CELERITY_PREFIX),
        },
        { provide: PUBLISH_CONNECTION, ...connection('publish', true) },
        { provide: CONSUME_CONNECTION, ...connection('consume', true) },
        {
          provide: Publisher,
          inject: [PUBLISH_CONNECTION],
          useFactory: (made: BrokerConnection) => new Publisher(made, publisher),
        },
        {
          provide: JournalWriter,
          inject: [Publisher, BrokerNames],
          useFactory: (p: Publisher, names: BrokerNames) => new JournalWriter(p, names.journal),
        },
        {
          provide: TaskPublisher,
          inject: [Publisher, BrokerNames],
          useFactory: (p: Publisher, names: BrokerNames) => new TaskPublisher(p, names),
        },
        {
          provide: DeadLetters,
          inject: [Publisher, BrokerNames],
          useFactory: (p: Publisher, names: BrokerNames) => new DeadLetters(p, names),
        },
        {
          provide: RevocationPublisher,
          inject: [Publisher, BrokerNames],
          useFactory: (p: Publisher, names: BrokerNames) => new RevocationPublisher(p, names),
        },
        {
          provide: TaskSubmitter,
          inject: [TaskPublisher, JournalWriter],
          useFactory: (tasks: TaskPublisher, journal: JournalWriter) =>
            new TaskSubmitter(tasks, journal, submitTimeoutMs),
        },
        BrokerLifecycle,
        PublishMetrics,
      ],
      exports: [
        BrokerNames,
        PUBLISH_CONNECTION,
        CONSUME_CONNECTION,
        Publisher,
        JournalWriter,
        TaskPublisher,
        RevocationPublisher,
        TaskSubmitter,
        DeadLetters,
        BrokerLifecycle,
      ],
    };
  }
}
