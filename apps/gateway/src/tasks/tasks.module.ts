import { Module } from '@nestjs/common';
import { BeatClientModule, MonitorClientModule } from '@celerity/service';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { JournalModule } from '../journal/journal.module.js';
import { LiveConsumers } from '../revocations/live-consumers.js';
import { RevocationsController } from '../revocations/revocations.controller.js';
import { TaskRevoker } from '../revocations/task-revoker.js';
import { LongPoll } from './long-poll.js';
import { ReschedulingController } from './rescheduling.controller.js';
import { BatchController } from './batch.controller.js';
import { BatchSender } from './batch-sender.js';
import { ResultsController } from './results.controller.js';
import { RetryController } from './retry.controller.js';
import { TaskLogsController } from './task-logs.controller.js';
import { TaskReader } from './task-reader.js';
import { TaskRepeater } from './task-repeater.js';
import { TaskSender } from './task-sender.js';
import { TaskTypesController } from './task-types.controller.js';
import { TasksController } from './tasks.controller.js';

/** Sending tasks, and seeing what became of them. */
@Module({
  imports: [BeatClientModule, IdempotencyModule, JournalModule, MonitorClientModule],
  controllers: [
    BatchController,
    TasksController,
    ReschedulingController,
    ResultsController,
    RetryController,
    RevocationsController,
    TaskTypesController,
    TaskLogsController,
  ],
  providers: [BatchSender, LiveConsumers, LongPoll, TaskReader, TaskRepeater, TaskRevoker, TaskSender],
})
export class TasksModule {}
