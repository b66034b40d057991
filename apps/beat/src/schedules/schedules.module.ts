import { Module } from '@nestjs/common';
import { catalogue, TaskCatalogue } from '@celerity/contracts';
import { ScheduleSeeding } from './schedule-seeding.js';

@Module({
  providers: [ScheduleSeeding, { provide: TaskCatalogue, useValue: catalogue }],
  exports: [TaskCatalogue],
})
export class SchedulesModule {}
