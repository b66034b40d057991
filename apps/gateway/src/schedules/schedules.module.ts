import { Module } from '@nestjs/common';
import { BeatClientModule, MonitorClientModule } from '@celerity/service';
import { ScheduleReader } from './schedule-reader.js';
import { ScheduleRunner } from './schedule-runner.js';
import { SchedulesController } from './schedules.controller.js';

/** Schedules: seeing and editing them. */
@Module({
  imports: [BeatClientModule, MonitorClientModule],
  controllers: [SchedulesController],
  providers: [ScheduleReader, ScheduleRunner],
})
export class SchedulesModule {}
