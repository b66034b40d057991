import { Module } from '@nestjs/common';
import { Barriers, MonitorClientModule } from '@celerity/service';
import { LeadershipModule } from '../leadership/leadership.module.js';
import { BeatMetricsModule } from '../metrics/metrics.module.js';
import { SchedulesModule } from '../schedules/schedules.module.js';
import { HeldOccurrences } from './held-occurrences.js';
import { OccurrenceLoop } from './occurrence-loop.js';
import { OccurrenceOutbox } from './occurrence-outbox.js';
import { OccurrencePublisher } from './occurrence-publisher.js';
import { OccurrenceSender } from './occurrence-sender.js';
import { OccurrenceStore } from './occurrence-store.js';
import { OverlapGate } from './overlap-gate.js';
import { SchedulePlanner } from './schedule-planner.js';

@Module({
  imports: [MonitorClientModule, LeadershipModule, BeatMetricsModule, SchedulesModule],
  providers: [
    Barriers,
    HeldOccurrences,
    OverlapGate,
    OccurrenceLoop,
    OccurrenceOutbox,
    OccurrencePublisher,
    OccurrenceSender,
    OccurrenceStore,
    SchedulePlanner,
  ],
})
export class OccurrencesModule {}
