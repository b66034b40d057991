import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { TaskLogFilter, TaskLogPage } from '@celerity/contracts';
import { MonitorClient } from '@celerity/service';
import { Requires } from '../auth/access-rule.js';
import { Answer, ProblemAnswers, QueryOf, Summary } from '../openapi/route-docs.js';
import { TaskIdPipe } from './task-id.pipe.js';
import { taskNotFound } from './task-not-found.js';
import { TaskReader } from './task-reader.js';

const ANSWER_MS = 1_800;

@ApiTags('tasks')
@Controller('api/core/tasks/:task_id')
export class TaskLogsController {
  constructor(
    private readonly reader: TaskReader,
    private readonly monitor: MonitorClient,
  ) {}

  @Get('logs')
  @Requires('viewer')
  @Summary(
    'Show what a task logged',
    'In order, attempt after attempt. Of a run 1,000 lines and 256 KiB are kept, of a line 4,096 characters; ' +
      'what is cut is said. Lines appear within a second.',
  )
  @QueryOf(TaskLogFilter)
  @Answer(200, 'A page; `next_cursor` leads to the next one.', TaskLogPage)
  @ProblemAnswers(400, 404, 503)
  async logs(
    @Param('task_id', TaskIdPipe) taskId: string,
    @Query() { limit, cursor }: TaskLogFilter,
  ): Promise<TaskLogPage> {
    if (!(await this.reader.find(taskId))) throw taskNotFound(taskId);
    const query = { task_id: taskId, ...(limit ? { limit } : {}), ...(cursor ? { cursor } : {}) };
    return (await this.monitor.taskLog(query, ANSWER_MS)).page;
  }
}
