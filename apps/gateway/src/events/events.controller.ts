import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { EventFilter } from '@celerity/contracts';
import { Requires } from '../auth/access-rule.js';
import { CurrentPrincipal, type Principal } from '../auth/principal.js';
import { ClientGone } from '../http/client-gone.decorator.js';
import { ProblemAnswers, QueryOf, Summary } from '../openapi/route-docs.js';
import { TaskIdPipe } from '../tasks/task-id.pipe.js';
import { EventStreamAnswer, serveStream } from './serve-stream.js';
import { StreamStarter } from './stream-starter.js';

@ApiTags('events')
@Controller('api/core')
export class EventsController {
  constructor(private readonly streams: StreamStarter) {}

  @Get('events')
  @Requires('viewer')
  @Summary(
    'Follow all tasks',
    'Begins with a `snapshot` of the newest 200 active tasks; then every event of the journal that the filters let ' +
      'through, but for log lines. Of several reports of progress of a task in one batch, only the last is told.',
  )
  @QueryOf(EventFilter)
  @EventStreamAnswer()
  @ProblemAnswers(400, 429, 503)
  async all(
    @Query() filter: EventFilter,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @ClientGone() gone: AbortSignal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await serveStream(reply, await this.streams.ofAll(filter, { principal, lastEventId, gone }));
  }

  @Get('tasks/:task_id/events')
  @Requires('viewer')
  @Summary(
    'Follow one task',
    'Begins with a `snapshot`; then every event of the task and its log lines; ends after the event that ends the task.',
  )
  @EventStreamAnswer()
  @ProblemAnswers(400, 404, 429, 503)
  async task(
    @Param('task_id', TaskIdPipe) taskId: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @ClientGone() gone: AbortSignal,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await serveStream(reply, await this.streams.ofTask(taskId, { principal, lastEventId, gone }));
  }
}
