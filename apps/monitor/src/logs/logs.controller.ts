import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { MONITOR_QUERIES, type TaskLogAnswer, type TaskLogQuery } from '@celerity/contracts';
import { AnswerOffset } from '../queries/answer-offset.js';
import { TaskLog } from './task-log.js';

/** Questions about what tasks logged. */
@Controller()
export class LogsController {
  constructor(
    private readonly offsets: AnswerOffset,
    private readonly log: TaskLog,
  ) {}

  @MessagePattern(MONITOR_QUERIES.taskLog)
  async taskLog(@Payload() { task_id, limit, cursor }: TaskLogQuery): Promise<TaskLogAnswer> {
    const projected_offset = await this.offsets.after(undefined);
    return { page: await this.log.page(String(task_id), limit, cursor), projected_offset };
  }
}
