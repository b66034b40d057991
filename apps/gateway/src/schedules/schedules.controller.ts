import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  NewSchedule,
  NextOccurrences,
  OccurrenceCount,
  ScheduleAuditFilter,
  ScheduleChangePage,
  ScheduleChanges,
  ScheduleFilter,
  SchedulePage,
  SchedulePreview,
  ScheduleView,
  TaskAccepted,
} from '@celerity/contracts';
import { BeatClient } from '@celerity/service';
import { Requires } from '../auth/access-rule.js';
import { CurrentPrincipal, type Principal } from '../auth/principal.js';
import { Answer, ProblemAnswers, QueryOf, Summary } from '../openapi/route-docs.js';
import { ScheduleReader } from './schedule-reader.js';
import { ScheduleRunner } from './schedule-runner.js';
import { MatchedVersion } from './schedule-version.js';

const DEFAULT_COUNT = 10;

const IfMatch = () =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'Only if this is the present version: `"3"`.',
  });

/** Schedules. Every change is audited, and takes effect at once. */
@ApiTags('schedules')
@Controller('api/core/schedules')
export class SchedulesController {
  constructor(
    private readonly beat: BeatClient,
    private readonly reader: ScheduleReader,
    private readonly runner: ScheduleRunner,
  ) {}

  @Get()
  @Requires('viewer')
  @Summary('List schedules', 'With their health: last and next instant, lateness, what was missed.')
  @QueryOf(ScheduleFilter)
  @Answer(200, 'A page; `next_cursor` leads to the next one.', SchedulePage)
  @ProblemAnswers(400, 503)
  list(@Query() filter: ScheduleFilter): Promise<SchedulePage> {
    return this.reader.page(filter);
  }

  @Post()
  @Requires('operator')
  @Summary('Create a schedule', 'It fires from now on, unless `enabled` is false.')
  @Answer(201, 'The schedule.', ScheduleView)
  @ProblemAnswers(400, 409, 413, 415, 422, 503)
  async create(
    @Body() schedule: NewSchedule,
    @CurrentPrincipal() { name: actor }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ScheduleView> {
    void reply.header('location', `/api/core/schedules/${schedule.id}`);
    return tagged(await this.beat.createSchedule({ schedule, actor }), reply);
  }

  @Post('preview')
  @HttpCode(200)
  @Requires('operator')
  @Summary(
    'Preview a rule',
    'When a schedule with this rule would fire; nothing is created. In UTC and on the clocks of its time zone.',
  )
  @Answer(200, 'The next ones.', NextOccurrences)
  @ProblemAnswers(400, 413, 415, 422, 503)
  preview(@Body() preview: SchedulePreview): Promise<NextOccurrences> {
    return this.beat.previewSchedule({ preview });
  }

  @Get(':id')
  @Requires('viewer')
  @Summary('Show a schedule', 'Its `ETag` is its version.')
  @Answer(200, 'The schedule.', ScheduleView)
  @ProblemAnswers(404, 503)
  async show(
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ScheduleView> {
    return tagged(await this.reader.find(id), reply);
  }

  @Patch(':id')
  @Requires('operator')
  @IfMatch()
  @Summary(
    'Edit a schedule',
    'What is not named stays; `null` takes back. A change of its times is planned from now.',
  )
  @Answer(200, 'The schedule as it is now.', ScheduleView)
  @ProblemAnswers(400, 404, 412, 413, 415, 422, 503)
  async edit(
    @Param('id') id: string,
    @Body() { version: stated, ...changes }: ScheduleChanges,
    @MatchedVersion() matched: number | undefined,
    @CurrentPrincipal() { name: actor }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ScheduleView> {
    const version = matched ?? stated;
    return this.answer(this.beat.editSchedule({ id, actor, version, changes }), reply);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Requires('operator')
  @IfMatch()
  @Summary('Pause a schedule', 'It fires no more until it is resumed.')
  @Answer(200, 'The schedule as it is now.', ScheduleView)
  @ProblemAnswers(400, 404, 412, 503)
  pause(
    @Param('id') id: string,
    @MatchedVersion() version: number | undefined,
    @CurrentPrincipal() { name: actor }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ScheduleView> {
    return this.answer(this.beat.pauseSchedule({ id, actor, version }), reply);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Requires('operator')
  @IfMatch()
  @Summary('Resume a schedule', 'It fires from now on; what passed meanwhile is not made up for.')
  @Answer(200, 'The schedule as it is now.', ScheduleView)
  @ProblemAnswers(400, 404, 412, 422, 503)
  resume(
    @Param('id') id: string,
    @MatchedVersion() version: number | undefined,
    @CurrentPrincipal() { name: actor }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ScheduleView> {
    return this.answer(this.beat.resumeSchedule({ id, actor, version }), reply);
  }

  @Delete(':id')
  @Requires('operator')
  @IfMatch()
  @Summary(
    'Delete a schedule',
    'A shipped one does not come back with the next start. Its audit trail stays.',
  )
  @Answer(200, 'The schedule as it was.', ScheduleView)
  @ProblemAnswers(400, 404, 412, 503)
  delete(
    @Param('id') id: string,
    @MatchedVersion() version: number | undefined,
    @CurrentPrincipal() { name: actor }: Principal,
  ): Promise<ScheduleView> {
    return this.beat.deleteSchedule({ id, actor, version });
  }

  @Post(':id/run')
  @Requires('operator')
  @IfMatch()
  @Summary('Run a schedule now', 'Sends its task beside the plan, whatever its overlap policy says.')
  @Answer(201, 'Accepted; it will run.', TaskAccepted)
  @ProblemAnswers(400, 404, 412, 503)
  async run(
    @Param('id') id: string,
    @MatchedVersion() version: number | undefined,
    @CurrentPrincipal() { name }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaskAccepted> {
    const accepted = await this.runner.run(id, name, version);
    void reply.header('location', `/api/core/tasks/${accepted.task_id}`);
    return accepted;
  }

  @Get(':id/next')
  @Requires('viewer')
  @Summary('List the next occurrences', 'In UTC and on the clocks of its time zone; jitter not counted.')
  @QueryOf(OccurrenceCount)
  @Answer(200, 'The next ones, as if it were not paused.', NextOccurrences)
  @ProblemAnswers(400, 404, 422, 503)
  next(
    @Param('id') id: string,
    @Query() { count = DEFAULT_COUNT }: OccurrenceCount,
  ): Promise<NextOccurrences> {
    return this.beat.nextOccurrences({ id, count });
  }

  @Get(':id/changes')
  @Requires('viewer')
  @Summary(
    'List the changes of a schedule',
    'Who, when, before and after; newest first. Also of a deleted one.',
  )
  @QueryOf(ScheduleAuditFilter)
  @Answer(200, 'A page; `next_cursor` leads to the next one.', ScheduleChangePage)
  @ProblemAnswers(400, 404, 503)
  changes(@Param('id') id: string, @Query() page: ScheduleAuditFilter): Promise<ScheduleChangePage> {
    return this.beat.scheduleChanges({ id, ...page });
  }

  private async answer(changed: Promise<ScheduleView>, reply: FastifyReply): Promise<ScheduleView> {
    return tagged(await this.reader.withTaskState(await changed), reply);
  }
}

function tagged(schedule: ScheduleView, reply: FastifyReply): ScheduleView {
  void reply.header('etag', `"${schedule.version}"`);
  return schedule;
}
