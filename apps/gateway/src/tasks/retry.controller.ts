import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RetryAccepted, TaskRetry } from '@celerity/contracts';
import { Audited } from '../audit/audited.decorator.js';
import { Requires } from '../auth/access-rule.js';
import { CurrentPrincipal, type Principal } from '../auth/principal.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../idempotency/idempotency-key.decorator.js';
import { Answer, ProblemAnswers, Summary } from '../openapi/route-docs.js';
import { located } from './located.js';
import { TaskIdPipe } from './task-id.pipe.js';
import { TaskRepeater } from './task-repeater.js';

@ApiTags('tasks')
@Controller('api/core/tasks/:task_id/retry')
export class RetryController {
  constructor(private readonly repeater: TaskRepeater) {}

  @Post()
  @Audited('tasks.retry')
  @Requires('operator')
  @Summary(
    'Send an ended task again',
    'As a new task with the same arguments, unless others are given; it names the old one in `retried_from`. ' +
      'Priority and retries are kept, times and time limits are not. ' +
      'Secret arguments are not kept anywhere: they must be given again.',
  )
  @TakesIdempotencyKey()
  @Answer(201, 'Accepted; the new task will run.', RetryAccepted)
  @Answer(
    200,
    'It was accepted before, under the same Idempotency-Key; this is the answer of then.',
    RetryAccepted,
  )
  @ProblemAnswers(400, 404, 409, 413, 415, 422, 503)
  async retry(
    @Param('task_id', TaskIdPipe) taskId: string,
    @Body() edits: TaskRetry,
    @CurrentPrincipal() principal: Principal,
    @IdempotencyKey() key: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RetryAccepted> {
    const { answer, again } = await this.repeater.repeat(taskId, edits, principal, key);
    return located(reply, answer, again);
  }
}
