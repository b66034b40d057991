import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { catalogue, TaskCatalogue } from '@celerity/contracts';
import { BrokerNames } from '@celerity/messaging';
import { MonitorClientModule } from '@celerity/service';
import { BegunTasks } from '../revocations/begun-tasks.js';
import { Revocations } from '../revocations/revocations.js';
import { AttemptAdmission } from './attempt-admission.js';
import { AttemptClaims } from './attempt-claims.js';
import { GivenUp } from './given-up.js';
import { Handover } from './handover.js';
import { LeftRunning } from './left-running.js';
import { Postponement } from './postponement.js';
import { SlotLine } from './slot-line.js';
import { UnknownTasks } from './unknown-tasks.js';
import { AttemptContextFactory } from './attempt-context.js';
import { AttemptPerformer } from './attempt-performer.js';
import { AttemptRunner } from './attempt-runner.js';
import { ConsumerTimeoutCheck } from './consumer-timeout-check.js';
import { EngineMetrics } from './engine-metrics.js';
import { EngineSettings } from './engine-settings.js';
import { HandlerRegistry } from './handler-registry.js';
import { Heartbeat } from './heartbeat.js';
import { LogBook } from './log-book.js';
import { OutcomeRecorder } from './outcome-recorder.js';
import { RunningAttempts } from './running-attempts.js';
import { SettlementCheck } from './settlement-check.js';
import { slotSharesOf } from './slot-shares.js';
import { Slots } from './slots.js';
import { TaskIntake } from './task-intake.js';
import { IsolatedHandler } from './threads/isolated-handler.js';
import { ThreadPool } from './threads/thread-pool.js';
import { COMPLETION_TABLE } from './transactional-effect.js';
import { WorkerIdentity } from './worker-identity.js';

/** The engine: takes deliveries from the queues and runs the handlers that the application brings. */
@Module({})
export class EngineModule {
  /**
   * @param completionTable table of completion markers, in the database of `transactional` handlers
   * @param tasks what this worker must have handlers for
   */
  static forRoot(
    settings: EngineSettings,
    completionTable: string,
    tasks: TaskCatalogue = catalogue,
  ): DynamicModule {
    return {
      module: EngineModule,
      imports: [DiscoveryModule, MonitorClientModule],
      providers: [
        { provide: EngineSettings, useValue: settings },
        { provide: TaskCatalogue, useValue: tasks },
        { provide: COMPLETION_TABLE, useValue: completionTable },
        {
          provide: Slots,
          inject: [BrokerNames],
          useFactory: (names: BrokerNames) => new Slots(settings.concurrency, slotSharesOf(names)),
        },
        { provide: WorkerIdentity, useFactory: () => new WorkerIdentity() },
        AttemptAdmission,
        AttemptClaims,
        GivenUp,
        Handover,
        LeftRunning,
        Postponement,
        SlotLine,
        UnknownTasks,
        AttemptContextFactory,
        AttemptPerformer,
        AttemptRunner,
        BegunTasks,
        ConsumerTimeoutCheck,
        EngineMetrics,
        HandlerRegistry,
        Heartbeat,
        IsolatedHandler,
        LogBook,
        OutcomeRecorder,
        Revocations,
        RunningAttempts,
        SettlementCheck,
        TaskIntake,
        ThreadPool,
      ],
    };
  }
}
