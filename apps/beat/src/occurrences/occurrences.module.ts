import { Module } from '@nestjs/common';
import { LeadershipModule } from '../leadership/leadership.module.js';
import { BeatMetricsModule } from '../metrics/metrics.module.js';
import { SchedulesModule } from '../schedules/schedules.module.js';
import { OccurrenceLoop } from './occurrence-loop.js';
import { OccurrenceOutbox } from './occurrence-outbox.js';
import { OccurrencePublisher } from './occurrence-publisher.js';
import { OccurrenceSender } from './occurrence-sender.js';
import { OccurrenceStore } from './occurrence-store.js';
import { SchedulePlanner } from './schedule-planner.js';

@Module({
  imports: [LeadershipModule, BeatMetricsModule, SchedulesModule],
  providers: [
    OccurrenceLoop,
    OccurrenceOutbox,
    OccurrencePublisher,
    OccurrenceSender,
    OccurrenceStore,
    SchedulePlanner,
  ],
})
export class OccurrencesModule {}
