import { Injectable } from '@nestjs/common';
import {
  catalogue,
  DEAD_LETTER_COMMANDS,
  type DeadLetterAnswer,
  type DeadLetterBatch,
  type DeadLetterEdits,
  type DeadLetterFilter,
  type DeadLetterOutcomes,
  type DeadLetterPage,
  type DeadLettersAnswer,
  type DeadLettersOutcome,
  type DeadLetterSummary,
  type DeadLetterView,
  type DiscardAnswer,
  type ReplayAnswer,
  type ReplayedDeadLetter,
} from '@celerity/contracts';
import { MonitorClient, MonitorUnavailable } from '@celerity/service';
import { TryAgainLater } from '../http/problem-exception.js';
import { deadLetterNotFound, needsSelection, refused } from './dead-letter-problems.js';

const ANSWER_MS = 1_800;
/** The monitor publishes, and waits for the broker's confirms. */
const COMMAND_MS = 12_000;
const MANY_MS = 30_000;

/** Asks the monitor, which keeps the dead letters, and has it act on them. */
@Injectable()
export class DeadLetterDesk {
  constructor(private readonly monitor: MonitorClient) {}

  /** @throws MonitorUnavailable, QueryRefused */
  async list(filter: DeadLetterFilter): Promise<DeadLetterPage> {
    const { task_name } = filter;
    const named =
      task_name === undefined
        ? filter
        : { ...filter, task_name: catalogue.find(task_name)?.name ?? task_name };
    return (
      await this.monitor.ask<DeadLettersAnswer>(DEAD_LETTER_COMMANDS.list, { filter: named }, ANSWER_MS)
    ).page;
  }

  /** @throws ProblemException 404; MonitorUnavailable */
  async show(id: string): Promise<DeadLetterView> {
    const answer = await this.monitor.ask<DeadLetterAnswer>(DEAD_LETTER_COMMANDS.show, { id }, ANSWER_MS);
    if (!answer.dead_letter) throw deadLetterNotFound(id);
    return answer.dead_letter;
  }

  /** @throws ProblemException 404, 409, 422, 503 */
  async replay(id: string, edits: DeadLetterEdits, by: string): Promise<ReplayedDeadLetter> {
    const answer = await this.command<ReplayAnswer>(
      DEAD_LETTER_COMMANDS.replay,
      { id, edits, by },
      COMMAND_MS,
    );
    if ('refusal' in answer) throw refused(id, answer.refusal);
    return answer.replayed;
  }

  /** @throws ProblemException 404, 409, 503 */
  async discard(id: string, by: string): Promise<DeadLetterSummary> {
    const answer = await this.command<DiscardAnswer>(DEAD_LETTER_COMMANDS.discard, { id, by }, COMMAND_MS);
    if ('refusal' in answer) throw refused(id, answer.refusal);
    return answer.discarded;
  }

  /** @throws ProblemException 400, 503 */
  replayMany(batch: DeadLetterBatch, by: string): Promise<DeadLetterOutcomes> {
    return this.many(DEAD_LETTER_COMMANDS.replayMany, batch, by);
  }

  /** @throws ProblemException 400, 503 */
  discardMany(batch: DeadLetterBatch, by: string): Promise<DeadLetterOutcomes> {
    return this.many(DEAD_LETTER_COMMANDS.discardMany, batch, by);
  }

  private async many(pattern: string, batch: DeadLetterBatch, by: string): Promise<DeadLetterOutcomes> {
    if (isGiven(batch.ids) === isGiven(batch.filter)) throw needsSelection();
    return (await this.command<DeadLettersOutcome>(pattern, { batch, by }, MANY_MS)).outcomes;
  }

  private async command<Answer>(pattern: string, command: object, waitMs: number): Promise<Answer> {
    try {
      return await this.monitor.ask<Answer>(pattern, command, waitMs);
    } catch (error) {
      if (!(error instanceof MonitorUnavailable)) throw error;
      throw new TryAgainLater(
        'monitor-unavailable',
        'The monitor did not answer in time; it may or may not have acted. Repeating the command is harmless.',
      );
    }
  }
}

/** The validation takes `null` for a field that may be left out. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
