import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DEAD_LETTER_COMMANDS,
  DeadLetterBatch,
  DeadLetterEdits,
  DeadLetterFilter,
  type DeadLetterAnswer,
  type DeadLetterQuery,
  type DeadLettersAnswer,
  type DeadLettersCommand,
  type DeadLettersOutcome,
  type DeadLettersQuery,
  type DiscardAnswer,
  type DiscardDeadLetter,
  type ReplayAnswer,
  type ReplayDeadLetter,
} from '@celerity/contracts';
import { checked } from '../queries/checked-filter.js';
import { DeadLetterDiscards } from './dead-letter-discards.js';
import { DeadLetterLists } from './dead-letter-lists.js';
import { DeadLetterReplays } from './dead-letter-replays.js';

/** What other services ask and command about dead letters, over RabbitMQ. Every replica answers. */
@Controller()
export class DeadLettersController {
  constructor(
    private readonly lists: DeadLetterLists,
    private readonly replays: DeadLetterReplays,
    private readonly discards: DeadLetterDiscards,
  ) {}

  @MessagePattern(DEAD_LETTER_COMMANDS.list)
  async list(@Payload() { filter }: DeadLettersQuery): Promise<DeadLettersAnswer> {
    return { page: await this.lists.page(checked(DeadLetterFilter, filter)) };
  }

  @MessagePattern(DEAD_LETTER_COMMANDS.show)
  async show(@Payload() { id }: DeadLetterQuery): Promise<DeadLetterAnswer> {
    return { dead_letter: await this.lists.view(String(id)) };
  }

  @MessagePattern(DEAD_LETTER_COMMANDS.replay)
  replay(@Payload() { id, edits, by }: ReplayDeadLetter): Promise<ReplayAnswer> {
    return this.replays.one(String(id), checked(DeadLetterEdits, edits), String(by));
  }

  @MessagePattern(DEAD_LETTER_COMMANDS.replayMany)
  async replayMany(@Payload() { batch, by }: DeadLettersCommand): Promise<DeadLettersOutcome> {
    return { outcomes: await this.replays.many(checked(DeadLetterBatch, batch), String(by)) };
  }

  @MessagePattern(DEAD_LETTER_COMMANDS.discard)
  discard(@Payload() { id, by }: DiscardDeadLetter): Promise<DiscardAnswer> {
    return this.discards.one(String(id), String(by));
  }

  @MessagePattern(DEAD_LETTER_COMMANDS.discardMany)
  async discardMany(@Payload() { batch, by }: DeadLettersCommand): Promise<DeadLettersOutcome> {
    return { outcomes: await this.discards.many(checked(DeadLetterBatch, batch), String(by)) };
  }
}
