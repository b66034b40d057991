import { Module } from '@nestjs/common';
import { BrokerModule, PostgresModule } from '@celerity/service';
import { AuditModule } from './audit/audit.module.js';
import { RateLimitsModule } from './rate-limits/rate-limits.module.js';
import { AuthModule } from './auth/auth.module.js';
import { DeadLettersModule } from './dead-letters/dead-letters.module.js';
import { DiagnosticsModule } from './diagnostics/diagnostics.module.js';
import { migrations } from './database/migrations.js';
import { FilesModule } from './files/files.module.js';
import { EventsModule } from './events/events.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { SchedulesModule } from './schedules/schedules.module.js';
import { TasksModule } from './tasks/tasks.module.js';
import { WorkersModule } from './workers/workers.module.js';

/**
 * Waits for the broker, in milliseconds. Room, confirm and the publisher's sweeps together stay below the two
 * seconds within which a submit must have its answer.
 */
const ADMIT_MS = 400;
const CONFIRM_MS = 1_200;
const SUBMIT_MS = 1_500;

@Module({
  imports: [
    PostgresModule.forRoot({ schema: 'gateway', applicationName: 'celerity-gateway', migrations }),
    BrokerModule.forRoot({
      service: 'gateway',
      publisher: { admitTimeoutMs: ADMIT_MS, confirmTimeoutMs: CONFIRM_MS, refuseWhileBlocked: true },
      submitTimeoutMs: SUBMIT_MS,
    }),
    AuditModule,
    RateLimitsModule,
    AuthModule,
    TasksModule,
    WorkersModule,
    EventsModule,
    StatisticsModule,
    DiagnosticsModule,
    SchedulesModule,
    FilesModule,
    DeadLettersModule,
  ],
})
export class GatewayModule {}
