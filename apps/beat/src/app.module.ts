import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { BrokerModule, PostgresModule } from '@celerity/service';
import { migrations } from './database/migrations.js';
import { OccurrencesModule } from './occurrences/occurrences.module.js';
import { QueriesModule } from './queries/queries.module.js';
import { TimersModule } from './timers/timers.module.js';

/** Everything that waits for a time: schedules, and the timers of delayed and retried tasks. */
@Module({
  imports: [
    PostgresModule.forRoot({ schema: 'beat', applicationName: 'beat', migrations }),
    BrokerModule.forRoot({ service: 'beat' }),
    ScheduleModule.forRoot(),
    OccurrencesModule,
    TimersModule,
    QueriesModule,
  ],
})
export class AppModule {}
