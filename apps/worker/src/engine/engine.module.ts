import { type DynamicModule, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { catalogue, TaskCatalogue } from '@celerity/contracts';
import { BrokerNames } from '@celerity/messaging';
import { MonitorClientModule } from '@celerity/service';
import { BegunTasks } from '../revocations/begun-tasks.js';
import { Revocations } from '../revocations/revocations.js';
import { AttemptAdmission } from './admission/attempt-admission.js';
import { AttemptClaims } from './admission/attempt-claims.js';
import { GivenUp } from './admission/given-up.js';
import { Handover } from './admission/handover.js';
import { LeftRunning } from './attempt/left-running.js';
import { Postponement } from './admission/postponement.js';
import { SlotLine } from './slots/slot-line.js';
import { UnknownTasks } from './admission/unknown-tasks.js';
import { AttemptContextFactory } from './attempt/attempt-context.js';
import { AttemptPerformer } from './attempt/attempt-performer.js';
import { AttemptRunner } from './attempt/attempt-runner.js';
import { ConsumerTimeoutCheck } from './handlers/consumer-timeout-check.js';
import { EngineMetrics } from './presence/engine-metrics.js';
import { EngineSettings } from './engine-settings.js';
import { HandlerRegistry } from './handlers/handler-registry.js';
import { Heartbeat } from './presence/heartbeat.js';
import { LogBook } from './reporting/log-book.js';
import { OutcomeRecorder } from './outcome/outcome-recorder.js';
import { RunningAttempts } from './attempt/running-attempts.js';
import { SettlementCheck } from './admission/settlement-check.js';
import { slotSharesOf } from './slots/slot-shares.js';
import { Slots } from './slots/slots.js';
import { TaskIntake } from './task-intake.js';
import { IsolatedHandler } from './threads/isolated-handler.js';
import { ThreadPool } from './threads/thread-pool.js';
import { COMPLETION_TABLE } from './attempt/transactional-effect.js';
import { WorkerIdentity } from './presence/worker-identity.js';

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
