import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  MONITOR_QUERIES,
  STATS_WINDOWS,
  type QueueStatsAnswer,
  type QueueStatsQuery,
  type SystemStatsAnswer,
  type TaskStatsAnswer,
  type TaskStatsQuery,
} from '@celerity/contracts';
import { AnswerOffset } from '../queries/answer-offset.js';
import { badRequest } from '../queries/query-errors.js';
import { QueueStatistics } from './queue-statistics.js';
import { SystemStatistics } from './system-statistics.js';
import { TaskStatistics } from './task-statistics.js';

/** Questions about many tasks at once. */
@Controller()
export class StatisticsController {
  constructor(
    private readonly offsets: AnswerOffset,
    private readonly tasks: TaskStatistics,
    private readonly queues: QueueStatistics,
    private readonly system: SystemStatistics,
  ) {}

  @MessagePattern(MONITOR_QUERIES.taskStats)
  async taskStats(@Payload() { window }: TaskStatsQuery): Promise<TaskStatsAnswer> {
    if (!STATS_WINDOWS.includes(window))
      throw badRequest({ field: 'window', message: `is not one of ${STATS_WINDOWS.join(', ')}` });
    const projected_offset = await this.offsets.after(undefined);
    return { tasks: await this.tasks.of(window), projected_offset };
  }

  @MessagePattern(MONITOR_QUERIES.queueStats)
  async queueStats(@Payload() { barrier_id }: QueueStatsQuery): Promise<QueueStatsAnswer> {
    const projected_offset = await this.offsets.after(barrier_id);
    return { queues: await this.queues.all(), projected_offset };
  }

  @MessagePattern(MONITOR_QUERIES.systemStats)
  async systemStats(): Promise<SystemStatsAnswer> {
    const projected_offset = await this.offsets.after(undefined);
    return { stats: await this.system.read(projected_offset), projected_offset };
  }
}
