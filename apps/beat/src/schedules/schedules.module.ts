import { Module } from '@nestjs/common';
import { catalogue, TaskCatalogue } from '@celerity/contracts';
import { ScheduleAudit } from './schedule-audit.js';
import { ScheduleEditor } from './schedule-editor.js';
import { ScheduleSeeding } from './schedule-seeding.js';
import { ScheduleStore } from './schedule-store.js';
import { ScheduleViews } from './schedule-views.js';

@Module({
  providers: [
    ScheduleAudit,
    ScheduleEditor,
    ScheduleSeeding,
    ScheduleStore,
    ScheduleViews,
    { provide: TaskCatalogue, useValue: catalogue },
  ],
  exports: [ScheduleAudit, ScheduleEditor, ScheduleStore, ScheduleViews, TaskCatalogue],
})
export class SchedulesModule {}
