import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  BEAT_QUERIES,
  type ChangeSchedule,
  type CreateSchedule,
  type EditSchedule,
  isTaskId,
  NewSchedule,
  type NextOccurrences,
  type NextOccurrencesQuery,
  OccurrenceCount,
  type PreviewSchedule,
  type RunSchedule,
  ScheduleAuditFilter,
  type ScheduleChangePage,
  ScheduleChanges,
  type ScheduleChangesQuery,
  type ScheduledTask,
  ScheduleFilter,
  type SchedulePage,
  SchedulePreview,
  type ScheduleQuery,
  type SchedulesQuery,
  type ScheduleView,
} from '@celerity/contracts';
import { ScheduleAudit } from '../schedules/schedule-audit.js';
import { ScheduleEditor, type Target } from '../schedules/schedule-editor.js';
import { ScheduleViews } from '../schedules/schedule-views.js';
import { checkedDto } from './checked-dto.js';
import { NextOccurrencesOf } from './next-occurrences.js';
import { invalid, unknownSchedule } from './refusals.js';

const DEFAULT_COUNT = 10;

/** What other services ask about schedules, and do to them, over RabbitMQ. */
@Controller()
export class SchedulesController {
  constructor(
    private readonly views: ScheduleViews,
    private readonly editor: ScheduleEditor,
    private readonly audit: ScheduleAudit,
    private readonly next: NextOccurrencesOf,
  ) {}

  @MessagePattern(BEAT_QUERIES.schedules)
  list(@Payload() { filter }: SchedulesQuery): Promise<SchedulePage> {
    return this.views.page(checkedDto(ScheduleFilter, filter));
  }

  @MessagePattern(BEAT_QUERIES.schedule)
  async show(@Payload() { id }: ScheduleQuery): Promise<ScheduleView> {
    const view = await this.views.find(String(id));
    if (!view) throw unknownSchedule(String(id));
    return view;
  }

  @MessagePattern(BEAT_QUERIES.createSchedule)
  async create(@Payload() { schedule, actor }: CreateSchedule): Promise<ScheduleView> {
    const checked = checkedDto(NewSchedule, schedule);
    await this.editor.create(checked, String(actor));
    return this.show(checked);
  }

  @MessagePattern(BEAT_QUERIES.editSchedule)
  async edit(@Payload() { changes, ...target }: EditSchedule): Promise<ScheduleView> {
    await this.editor.edit(targetOf(target), checkedDto(ScheduleChanges, changes));
    return this.show(target);
  }

  @MessagePattern(BEAT_QUERIES.pauseSchedule)
  async pause(@Payload() target: ChangeSchedule): Promise<ScheduleView> {
    await this.editor.pause(targetOf(target));
    return this.show(target);
  }

  @MessagePattern(BEAT_QUERIES.resumeSchedule)
  async resume(@Payload() target: ChangeSchedule): Promise<ScheduleView> {
    await this.editor.resume(targetOf(target));
    return this.show(target);
  }

  @MessagePattern(BEAT_QUERIES.deleteSchedule)
  async delete(@Payload() target: ChangeSchedule): Promise<ScheduleView> {
    const before = await this.show(target);
    await this.editor.delete(targetOf(target));
    return before;
  }

  @MessagePattern(BEAT_QUERIES.runSchedule)
  run(@Payload() { task_id, ...target }: RunSchedule): Promise<ScheduledTask> {
    if (!isTaskId(String(task_id))) throw invalid([{ field: 'task_id', message: 'must be a UUID' }]);
    return this.editor.run(targetOf(target), task_id);
  }

  @MessagePattern(BEAT_QUERIES.nextOccurrences)
  nextOccurrences(@Payload() { id, count }: NextOccurrencesQuery): Promise<NextOccurrences> {
    const checked = checkedDto(OccurrenceCount, { count });
    return this.next.list(String(id), checked.count ?? DEFAULT_COUNT);
  }

  @MessagePattern(BEAT_QUERIES.previewSchedule)
  previewSchedule(@Payload() { preview }: PreviewSchedule): Promise<NextOccurrences> {
    const { count = DEFAULT_COUNT, ...rule } = checkedDto(SchedulePreview, preview);
    return this.next.preview(rule, count);
  }

  /** Of deleted ones too. */
  @MessagePattern(BEAT_QUERIES.scheduleChanges)
  async changes(@Payload() { id, ...page }: ScheduleChangesQuery): Promise<ScheduleChangePage> {
    const { limit, cursor } = checkedDto(ScheduleAuditFilter, page);
    const found = await this.audit.page(String(id), limit, cursor);
    if (found.results.length === 0 && cursor === undefined) await this.show({ id });
    return found;
  }
}

function targetOf({ id, actor, version }: ChangeSchedule): Target {
  return { id: String(id), actor: String(actor), ...(typeof version === 'number' ? { version } : {}) };
}
