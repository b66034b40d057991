import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { TaskRevocation, TaskRevoked } from '@celerity/contracts';
import { Audited } from '../audit/audited.decorator.js';
import { Requires } from '../auth/access-rule.js';
import { CurrentPrincipal, type Principal } from '../auth/principal.js';
import { Answer, ProblemAnswers, Summary } from '../openapi/route-docs.js';
import { TaskIdPipe } from '../tasks/task-id.pipe.js';
import { TaskRevoker } from './task-revoker.js';

@ApiTags('tasks')
@Controller('api/core/tasks/:task_id/revoke')
export class RevocationsController {
  constructor(private readonly revoker: TaskRevoker) {}

  @Post()
  @Audited('tasks.revoke', ['terminate'])
  @HttpCode(200)
  @Requires('admin')
  @Summary(
    'Revoke a task',
    'Durable when it is answered: a task that has not begun never will, not even on workers that start later. ' +
      'One that runs goes on, but is not tried again when it fails; with `terminate` it is told to stop at once. ' +
      'The answer comes when every worker has heard of it, or after two seconds. What a task did is not undone.',
  )
  @Answer(
    200,
    'Revoked. `status` is `REVOKED` when that is certain already; else the task ends so as soon as a worker ' +
      'comes to it, or when what runs has stopped.',
    TaskRevoked,
  )
  @ProblemAnswers(400, 404, 409, 415, 503)
  revoke(
    @Param('task_id', TaskIdPipe) taskId: string,
    @Body() { terminate }: TaskRevocation,
    @CurrentPrincipal() { name }: Principal,
  ): Promise<TaskRevoked> {
    return this.revoker.revoke(taskId, terminate ?? false, name);
  }
}
