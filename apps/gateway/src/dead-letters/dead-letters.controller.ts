import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  DeadLetterBatch,
  DeadLetterEdits,
  DeadLetterFilter,
  DeadLetterOutcomes,
  DeadLetterPage,
  DeadLetterSummary,
  DeadLetterView,
  ReplayedDeadLetter,
} from '@celerity/contracts';
import { Requires } from '../auth/access-rule.js';
import { CurrentPrincipal, type Principal } from '../auth/principal.js';
import { Answer, ProblemAnswers, QueryOf, Summary } from '../openapi/route-docs.js';
import { DeadLetterDesk } from './dead-letter-desk.js';
import { DeadLetterIdPipe } from './dead-letter-id.pipe.js';

@ApiTags('dead letters')
@Controller('api/core/dead-letters')
export class DeadLettersController {
  constructor(private readonly desk: DeadLetterDesk) {}

  @Get()
  @Requires('viewer')
  @Summary('List dead letters', 'Messages that will not be delivered again, newest first.')
  @QueryOf(DeadLetterFilter)
  @Answer(200, 'A page; `next_cursor` leads to the next one.', DeadLetterPage)
  @ProblemAnswers(400, 503)
  list(@Query() filter: DeadLetterFilter): Promise<DeadLetterPage> {
    return this.desk.list(filter);
  }

  @Post('replay')
  @Requires('operator')
  @HttpCode(200)
  @Summary(
    'Replay many dead letters',
    'Sends those of `ids`, or the oldest open ones of `filter`, again as new tasks; `results` says of each what became of it.',
  )
  @Answer(
    200,
    'Done as far as possible; `left` tells how many of the filter were not taken.',
    DeadLetterOutcomes,
  )
  @ProblemAnswers(400, 413, 415, 503)
  replayMany(
    @Body() batch: DeadLetterBatch,
    @CurrentPrincipal() { name }: Principal,
  ): Promise<DeadLetterOutcomes> {
    return this.desk.replayMany(batch, name);
  }

  @Post('discard')
  @Requires('admin')
  @HttpCode(200)
  @Summary('Discard many dead letters', 'They stay in the list, marked, and can not be replayed any more.')
  @Answer(
    200,
    'Done as far as possible; `left` tells how many of the filter were not taken.',
    DeadLetterOutcomes,
  )
  @ProblemAnswers(400, 413, 415, 503)
  discardMany(
    @Body() batch: DeadLetterBatch,
    @CurrentPrincipal() { name }: Principal,
  ): Promise<DeadLetterOutcomes> {
    return this.desk.discardMany(batch, name);
  }

  @Get(':id')
  @Requires('viewer')
  @Summary(
    'Show a dead letter',
    'The message as it came, with secret arguments hidden, and what was done with it.',
  )
  @Answer(200, 'The dead letter.', DeadLetterView)
  @ProblemAnswers(400, 404, 503)
  show(@Param('id', DeadLetterIdPipe) id: string): Promise<DeadLetterView> {
    return this.desk.show(id);
  }

  @Post(':id/replay')
  @Requires('operator')
  @HttpCode(200)
  @Summary(
    'Replay a dead letter',
    'Sends it again as a new task, with what the body changes; one that cannot be read needs `task_name` and `kwargs` ' +
      'or `args`. The same command again sends no second task; `"replay": 2` does.',
  )
  @Answer(200, 'Sent; `task_id` is the new task.', ReplayedDeadLetter)
  @ProblemAnswers(400, 404, 409, 413, 415, 422, 503)
  replay(
    @Param('id', DeadLetterIdPipe) id: string,
    @Body() edits: DeadLetterEdits,
    @CurrentPrincipal() { name }: Principal,
  ): Promise<ReplayedDeadLetter> {
    return this.desk.replay(id, edits, name);
  }

  @Post(':id/discard')
  @Requires('admin')
  @HttpCode(200)
  @Summary('Discard a dead letter', 'It stays in the list, marked, and can not be replayed any more.')
  @Answer(200, 'Discarded.', DeadLetterSummary)
  @ProblemAnswers(400, 404, 409, 503)
  discard(
    @Param('id', DeadLetterIdPipe) id: string,
    @CurrentPrincipal() { name }: Principal,
  ): Promise<DeadLetterSummary> {
    return this.desk.discard(id, name);
  }
}
