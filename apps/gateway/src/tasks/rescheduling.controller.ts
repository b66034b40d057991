import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { TaskRescheduled, TaskRescheduling } from '@celerity/contracts';
import { BeatClient, RefusedByBeat } from '@celerity/service';
import { Audited } from '../audit/audited.decorator.js';
import { Requires } from '../auth/access-rule.js';
import { CurrentPrincipal, type Principal } from '../auth/principal.js';
import { Answer, ProblemAnswers, Summary } from '../openapi/route-docs.js';
import { TaskIdPipe } from './task-id.pipe.js';
import { taskNotFound } from './task-not-found.js';
import { TaskReader } from './task-reader.js';

@ApiTags('tasks')
@Controller('api/core/tasks')
export class ReschedulingController {
  constructor(
    private readonly beat: BeatClient,
    private readonly reader: TaskReader,
  ) {}

  @Post(':task_id/reschedule')
  @Audited('tasks.reschedule', ['eta', 'countdown'])
  @HttpCode(200)
  @Requires('operator')
  @Summary('Move a delayed task', 'To `eta`, or to `countdown` seconds from now; 0 lets it run at once.')
  @Answer(200, 'It runs at `eta` now.', TaskRescheduled)
  @ProblemAnswers(400, 404, 409, 422, 503)
  async reschedule(
    @Param('task_id', TaskIdPipe) task_id: string,
    @Body() { eta, countdown }: TaskRescheduling,
    @CurrentPrincipal() { name: actor }: Principal,
  ): Promise<TaskRescheduled> {
    try {
      const moved = await this.beat.rescheduleTask({ task_id, actor, eta, countdown });
      // So that who looks next sees it; it is moved whether that can be known or not.
      await this.reader.findNow(task_id).catch(() => null);
      return moved;
    } catch (error) {
      const isUnknown =
        error instanceof RefusedByBeat &&
        error.refusal.code === 'not_waiting' &&
        (await this.reader.find(task_id)) === null;
      throw isUnknown ? taskNotFound(task_id) : error;
    }
  }
}
