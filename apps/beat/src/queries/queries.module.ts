import { Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { BrokerNames } from '@celerity/messaging';
import { QueryServer } from '@celerity/service';
import { BeatConfig } from '../beat-config.js';
import { SchedulesModule } from '../schedules/schedules.module.js';
import { NextOccurrencesOf } from './next-occurrences.js';
import { TimersModule } from '../timers/timers.module.js';
import { SchedulesController } from './schedules.controller.js';
import { TimersController } from './timers.controller.js';

/** Questions of other services. */
@Module({
  imports: [SchedulesModule, TimersModule],
  controllers: [SchedulesController, TimersController],
  providers: [
    NextOccurrencesOf,
    {
      provide: QueryServer,
      inject: [BeatConfig, BrokerNames],
      useFactory: (config: BeatConfig, names: BrokerNames) =>
        new QueryServer(config.AMQP_URL, names, names.beatQuestions),
    },
  ],
})
export class QueriesModule implements BeforeApplicationShutdown {
  constructor(private readonly server: QueryServer) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.server.close();
  }
}
