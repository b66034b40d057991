import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  BEAT_QUERIES,
  isTaskId,
  type RescheduleTask,
  type TaskRescheduled,
  TaskRescheduling,
} from '@celerity/contracts';
import { TimerMover } from '../timers/timer-mover.js';
import { checkedDto } from './checked-dto.js';
import { invalid } from './refusals.js';

/** What other services ask of delayed tasks, over RabbitMQ. */
@Controller()
export class TimersController {
  constructor(private readonly mover: TimerMover) {}

  @MessagePattern(BEAT_QUERIES.rescheduleTask)
  reschedule(@Payload() { task_id, actor, ...time }: RescheduleTask): Promise<TaskRescheduled> {
    if (!isTaskId(String(task_id))) throw invalid([{ field: 'task_id', message: 'must be a UUID' }]);
    const { eta, countdown } = checkedDto(TaskRescheduling, time);
    if ((eta === undefined) === (countdown === undefined))
      throw invalid([{ field: 'eta', message: 'give either eta or countdown' }]);
    return this.mover.move({ task_id, actor: String(actor), eta, countdown });
  }
}
