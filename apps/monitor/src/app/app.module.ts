import { Module } from '@nestjs/common';
import { BrokerNames } from '@celerity/messaging';
import { BrokerModule, JournalStatus, PostgresModule, QueryServer } from '@celerity/service';
import { BarrierListener } from '../barriers/barrier-listener.js';
import { JournalBarrier } from '../barriers/journal-barrier.js';
import { PassedBarriers } from '../barriers/passed-barriers.js';
import { monitorMigrations } from '../database/migrations.js';
import { DeadLetterIntake } from '../dead-letters/dead-letter-intake.js';
import { DEAD_LETTER_PROVIDERS } from '../dead-letters/dead-letter-providers.js';
import { DeadLettersController } from '../dead-letters/dead-letters.controller.js';
import { LeftBehindReplays } from '../dead-letters/left-behind-replays.js';
import { OldestWaiting } from '../metrics/oldest-waiting.js';
import { ProjectionMetrics } from '../metrics/projection-metrics.js';
import { QueueDepths } from '../metrics/queue-depths.js';
import { LEADER_DUTIES, type LeaderDuty } from '../projection/leader-duty.js';
import { ProjectionLeadership } from '../projection/projection-leadership.js';
import { AttemptStandings } from '../queries/attempt-standings.js';
import { AnswerOffset } from '../queries/answer-offset.js';
import { QueriesController } from '../queries/queries.controller.js';
import { SingleTask } from '../queries/single-task.js';
import { TaskLists } from '../queries/task-lists.js';
import { LogsController } from '../logs/logs.controller.js';
import { TaskLog } from '../logs/task-log.js';
import { QueueStatistics } from '../statistics/queue-statistics.js';
import { StatisticsController } from '../statistics/statistics.controller.js';
import { SystemStatistics } from '../statistics/system-statistics.js';
import { TaskStatistics } from '../statistics/task-statistics.js';
import { WorkerListing } from '../workers/worker-listing.js';
import { WorkersController } from '../workers/workers.controller.js';
import { HeldDeliveries } from '../sweep/held-deliveries.js';
import { LostMessages } from '../sweep/lost-messages.js';
import { Sweep } from '../sweep/sweep.js';
import { WaitingTasks } from '../sweep/waiting-tasks.js';
import { MonitorConfig } from './monitor-config.js';
import { OrderlyStop } from './orderly-stop.js';

/** No statement of the monitor takes long, except a search through a long history. */
const STATEMENT_TIMEOUT_MS = 10_000;

@Module({
  imports: [
    BrokerModule.forRoot({ service: 'monitor' }),
    PostgresModule.forRoot({
      schema: 'monitor',
      applicationName: 'monitor',
      migrations: monitorMigrations,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    }),
  ],
  controllers: [
    QueriesController,
    WorkersController,
    StatisticsController,
    LogsController,
    DeadLettersController,
  ],
  providers: [
    PassedBarriers,
    JournalBarrier,
    BarrierListener,
    JournalStatus,
    ProjectionLeadership,
    ProjectionMetrics,
    OldestWaiting,
    QueueDepths,
    AttemptStandings,
    AnswerOffset,
    SingleTask,
    ...DEAD_LETTER_PROVIDERS,
    LostMessages,
    Sweep,
    HeldDeliveries,
    WaitingTasks,
    {
      provide: LEADER_DUTIES,
      inject: [DeadLetterIntake, LeftBehindReplays, Sweep],
      useFactory: (...duties: LeaderDuty[]) => duties,
    },
    TaskLists,
    WorkerListing,
    TaskLog,
    TaskStatistics,
    QueueStatistics,
    SystemStatistics,
    {
      provide: QueryServer,
      inject: [MonitorConfig, BrokerNames],
      useFactory: (config: MonitorConfig, names: BrokerNames) =>
        new QueryServer(config.AMQP_URL, names, names.monitorQuestions),
    },
    OrderlyStop,
  ],
})
export class AppModule {}
