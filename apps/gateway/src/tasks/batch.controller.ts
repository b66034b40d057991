import { Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { TaskBatch, TaskBatchAnswer } from '@celerity/contracts';
import { NotAudited } from '../audit/audited.decorator.js';
import { Requires } from '../auth/access-rule.js';
import { CurrentPrincipal, type Principal } from '../auth/principal.js';
import { JsonBody } from '../http/json-body.decorator.js';
import { IdempotencyKey, TakesIdempotencyKey } from '../idempotency/idempotency-key.decorator.js';
import { Answer, ProblemAnswers, Summary } from '../openapi/route-docs.js';
import { BatchSender } from './batch-sender.js';

@ApiTags('tasks')
@Controller('api/core/tasks/batch')
export class BatchController {
  constructor(private readonly batches: BatchSender) {}

  @Post()
  @NotAudited()
  @HttpCode(200)
  @Requires('operator')
  @Summary(
    'Send many tasks',
    'Up to 1,000 in a body of at most 1 MiB. Each is accepted or refused on its own: `results` has one entry for ' +
      'each, in the order of the request, with the status and the problem that it alone would have had. ' +
      'An Idempotency-Key is for the batch as a whole: a repeat sends again only what was answered with 503.',
  )
  @TakesIdempotencyKey()
  @ApiBody({ type: TaskBatch })
  @Answer(200, 'What became of each task; look at every `status`.', TaskBatchAnswer)
  @ProblemAnswers(400, 413, 415, 422, 503)
  async send(
    @JsonBody() body: unknown,
    @CurrentPrincipal() { name }: Principal,
    @IdempotencyKey() key: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaskBatchAnswer> {
    const { answer, again } = await this.batches.send(body, name, key);
    if (again) void reply.header('idempotent-replayed', 'true');
    return answer;
  }
}
