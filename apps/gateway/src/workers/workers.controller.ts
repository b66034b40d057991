import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { QueueStatsList, WorkerList } from '@celerity/contracts';
import { Barriers, MonitorClient } from '@celerity/service';
import { Requires } from '../auth/access-rule.js';
import { Answer, ProblemAnswers, Summary } from '../openapi/route-docs.js';

const ANSWER_MS = 5_000;

@ApiTags('workers')
@Controller('api/core/workers')
export class WorkersController {
  constructor(
    private readonly monitor: MonitorClient,
    private readonly barriers: Barriers,
  ) {}

  @Get()
  @Requires('admin')
  @Summary(
    'List workers',
    'By their last heartbeats. One that died without a goodbye is `offline` after four missed heartbeats, and is ' +
      'forgotten after a day; one that said goodbye is not listed.',
  )
  @Answer(200, 'All of them, those alive first.', WorkerList)
  @ProblemAnswers(503)
  async all(): Promise<WorkerList> {
    // After a barrier: a history that lags would make everybody look dead.
    const barrier_id = await this.barriers.write();
    const { workers } = await this.monitor.workers({ barrier_id }, ANSWER_MS);
    return { count: workers.length, results: workers };
  }

  @Get('queues')
  @Requires('viewer')
  @Summary(
    'List queues',
    'What waits in each queue, who takes it and how fast; lanes of a queue are added up.',
  )
  @Answer(200, 'All of them.', QueueStatsList)
  @ProblemAnswers(503)
  async queues(): Promise<QueueStatsList> {
    const barrier_id = await this.barriers.write();
    const { queues } = await this.monitor.queueStats({ barrier_id }, ANSWER_MS);
    return { count: queues.length, results: queues };
  }
}
