import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SystemStats, TaskStatsFilter, TaskStatsList } from '@celerity/contracts';
import { MonitorClient } from '@celerity/service';
import { Requires } from '../auth/access-rule.js';
import { Answer, ProblemAnswers, QueryOf, Summary } from '../openapi/route-docs.js';

const ANSWER_MS = 5_000;

@ApiTags('statistics')
@Controller('api/core')
export class StatisticsController {
  constructor(private readonly monitor: MonitorClient) {}

  @Get('tasks/stats')
  @Requires('viewer')
  @Summary(
    'Statistics by task',
    'What became of the tasks of each name within the window (24h unless given). Durations are in seconds.',
  )
  @QueryOf(TaskStatsFilter)
  @Answer(200, 'The tasks that something happened to.', TaskStatsList)
  @ProblemAnswers(400, 503)
  async tasks(@Query() { window = '24h' }: TaskStatsFilter): Promise<TaskStatsList> {
    const { tasks } = await this.monitor.taskStats({ window }, ANSWER_MS);
    return { window, count: tasks.length, results: tasks };
  }

  @Get('stats')
  @Requires('admin')
  @Summary(
    'Everything at a glance',
    'Tasks by state, throughput, failures, queues, workers, and the history’s lag.',
  )
  @Answer(200, 'The overview.', SystemStats)
  @ProblemAnswers(503)
  async system(): Promise<SystemStats> {
    return (await this.monitor.systemStats(ANSWER_MS)).stats;
  }
}
