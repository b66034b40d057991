import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  ChildFilter,
  TaskAccepted,
  TaskFilter,
  TaskPage,
  TaskSubmission,
  TaskView,
} from '@celerity/contracts';
import { NotAudited } from '../audit/audited.decorator.js';
import { Requires } from '../auth/access-rule.js';
import { CurrentPrincipal, type Principal } from '../auth/principal.js';
import { Answer, ProblemAnswers, QueryOf, Summary } from '../openapi/route-docs.js';
import { GatewayConfig } from '../config/gateway-config.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../idempotency/idempotency-key.decorator.js';
import { requestHash } from '../idempotency/request-hash.js';
import { located } from './located.js';
import { readSubmission } from './read-submission.js';
import { TaskIdPipe } from './task-id.pipe.js';
import { taskNotFound } from './task-not-found.js';
import { TaskReader } from './task-reader.js';
import { TaskSender } from './task-sender.js';
import { withTraceUrl } from './with-trace-url.js';

@ApiTags('tasks')
@Controller('api/core/tasks')
export class TasksController {
  constructor(
    private readonly sender: TaskSender,
    private readonly reader: TaskReader,
    private readonly config: GatewayConfig,
  ) {}

  @Post()
  @NotAudited()
  @Requires('operator')
  @Summary('Send a task', 'Answers when the broker holds the task and its journal entry.')
  @TakesIdempotencyKey()
  @Answer(201, 'Accepted; it will run.', TaskAccepted)
  @Answer(
    200,
    'It was accepted before, under the same Idempotency-Key; this is the answer of then.',
    TaskAccepted,
  )
  @ProblemAnswers(400, 413, 415, 422, 503)
  async send(
    @Body() body: TaskSubmission,
    @CurrentPrincipal() { name }: Principal,
    @IdempotencyKey() key: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaskAccepted> {
    const read = () => readSubmission(body, name, this.config.BROKER_CONSUMER_TIMEOUT);
    if (key === null) return located(reply, await this.sender.send(read()));
    const request = { principal: name, key, hash: requestHash('send', body) };
    const { answer, again } = await this.sender.sendOnce(request, read);
    return located(reply, answer, again);
  }

  @Get()
  @Requires('viewer')
  @Summary('List active tasks', 'Tasks that are not final, newest first.')
  @QueryOf(TaskFilter)
  @Answer(200, 'A page; `next_cursor` leads to the next one.', TaskPage)
  @ProblemAnswers(400, 503)
  active(@Query() filter: TaskFilter): Promise<TaskPage> {
    return this.reader.active(filter);
  }

  @Get('history')
  @Requires('viewer')
  @Summary('List final tasks', 'Tasks that have ended, newest first.')
  @QueryOf(TaskFilter)
  @Answer(200, 'A page; `next_cursor` leads to the next one.', TaskPage)
  @ProblemAnswers(400, 503)
  history(@Query() filter: TaskFilter): Promise<TaskPage> {
    return this.reader.history(filter);
  }

  @Get(':task_id/children')
  @Requires('viewer')
  @Summary(
    'List the tasks that a task sent',
    'Those that have ended, newest first; `active=true` for the others.',
  )
  @QueryOf(ChildFilter)
  @Answer(200, 'A page; `next_cursor` leads to the next one.', TaskPage)
  @ProblemAnswers(400, 503)
  children(
    @Param('task_id', TaskIdPipe) parent_id: string,
    @Query() { active, ...page }: ChildFilter,
  ): Promise<TaskPage> {
    const filter = { ...page, parent_id };
    return active ? this.reader.active(filter) : this.reader.history(filter);
  }

  @Get(':task_id')
  @Requires('viewer')
  @Summary('Show a task', 'A task can be found as soon as its submit was answered.')
  @Answer(200, 'The task.', TaskView)
  @ProblemAnswers(400, 404, 503)
  async show(@Param('task_id', TaskIdPipe) taskId: string): Promise<TaskView> {
    const task = await this.reader.find(taskId);
    if (!task) throw taskNotFound(taskId);
    return withTraceUrl(task, this.config.TRACE_URL_TEMPLATE);
  }
}
