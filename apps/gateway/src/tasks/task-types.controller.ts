import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  catalogue,
  inlineSchemaOf,
  type TaskDefinition,
  TaskTypeList,
  type TaskTypeView,
} from '@celerity/contracts';
import { Requires } from '../auth/access-rule.js';
import { Answer, Summary } from '../openapi/route-docs.js';

@ApiTags('tasks')
@Controller('api/core/task-types')
export class TaskTypesController {
  private readonly list: TaskTypeList = {
    count: catalogue.tasks.length,
    results: catalogue.tasks.map(viewOf),
  };

  @Get()
  @Requires('viewer')
  @Summary(
    'List task types',
    'Every task that can be sent: its queue, the schemas of its input and output, its limits.',
  )
  @Answer(200, 'All of them.', TaskTypeList)
  all(): TaskTypeList {
    return this.list;
  }
}

function viewOf(task: TaskDefinition): TaskTypeView {
  const { name, shortName, family, summary, effect, isolation, positional, limits, retry } = task;
  return {
    task_name: name,
    name: shortName,
    family,
    queue: family,
    summary,
    effect,
    isolation,
    positional,
    input: inlineSchemaOf(task.input),
    output: inlineSchemaOf(task.output),
    limits: { soft_ms: limits.softMs, hard_ms: limits.hardMs },
    retry: {
      max_retries: retry.maxRetries,
      base_delay_ms: retry.baseDelayMs,
      max_delay_ms: retry.maxDelayMs,
      retry_on: retry.retryOn,
      give_up_on: retry.giveUpOn,
    },
  };
}
