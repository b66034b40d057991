import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResultWait, TaskResultView } from '@celerity/contracts';
import { Requires } from '../auth/access-rule.js';
import { ClientGone } from '../http/client-gone.decorator.js';
import { Answer, ProblemAnswers, QueryOf, Summary } from '../openapi/route-docs.js';
import { LongPoll } from './long-poll.js';
import { TaskIdPipe } from './task-id.pipe.js';

const DEFAULT_WAIT_S = 30;

@ApiTags('tasks')
@Controller('api/core/tasks/:task_id/result')
export class ResultsController {
  constructor(private readonly polls: LongPoll) {}

  @Get()
  @Requires('viewer')
  @Summary(
    'Wait for a result',
    'Answers as soon as the task is final, or after `wait` seconds (30 unless told, 60 at most).',
  )
  @QueryOf(ResultWait)
  @Answer(
    200,
    'The outcome; or, if `status` is not final, the state when the wait was over: ask again.',
    TaskResultView,
  )
  @ProblemAnswers(400, 404, 503)
  result(
    @Param('task_id', TaskIdPipe) taskId: string,
    @Query() { wait = DEFAULT_WAIT_S }: ResultWait,
    @ClientGone() gone: AbortSignal,
  ): Promise<TaskResultView> {
    return this.polls.result(taskId, wait * 1_000, gone);
  }
}
