import { Injectable } from '@nestjs/common';
import {
  catalogue,
  type DeadLetterBatch,
  type DeadLetterEdits,
  type DeadLetterOutcome,
  type DeadLetterOutcomes,
  type ReplayAnswer,
} from '@celerity/contracts';
import { BrokerUnavailable, ConfirmUnknown, PublishRefused } from '@celerity/messaging';
import { JournalBarrier } from '../barriers/journal-barrier.js';
import { DeadLetterLists } from './dead-letter-lists.js';
import { outcomesOf, reasonOf } from './refusal-reason.js';
import { ReplayDecisions } from './replay-decisions.js';
import { type DecidedReplay, ReplaySender } from './replay-sender.js';

const DEFAULT_BATCH = 100;
/** Tasks on their way to the broker at a time. */
const AT_ONCE = 25;
/** Longest wait for the new tasks to be in the history. */
const VISIBLE_MS = 2_000;

/** Carries out the command to send dead letters again. */
@Injectable()
export class DeadLetterReplays {
  constructor(
    private readonly decisions: ReplayDecisions,
    private readonly sender: ReplaySender,
    private readonly lists: DeadLetterLists,
    private readonly barrier: JournalBarrier,
  ) {}

  async one(id: string, edits: DeadLetterEdits, by: string): Promise<ReplayAnswer> {
    const answer = await this.replay(id, edits, by);
    if ('replayed' in answer) await this.untilVisible();
    return answer;
  }

  async many(
    { ids, filter, limit = DEFAULT_BATCH }: DeadLetterBatch,
    by: string,
  ): Promise<DeadLetterOutcomes> {
    const chosen = ids ? { ids: [...new Set(ids)], left: 0 } : await this.lists.open(filter ?? {}, limit);
    const results: DeadLetterOutcome[] = [];
    for (let at = 0; at < chosen.ids.length; at += AT_ONCE) {
      const some = chosen.ids.slice(at, at + AT_ONCE);
      results.push(
        ...(await Promise.all(some.map(async (id) => outcomeOf(id, await this.replay(id, {}, by))))),
      );
    }
    await this.untilVisible();
    return outcomesOf(results, chosen.left);
  }

  private async replay(id: string, edits: DeadLetterEdits, by: string): Promise<ReplayAnswer> {
    const decision = await this.decisions.decide(id, edits, by);
    if ('refusal' in decision) return decision;
    const { decided, repeated } = decision;
    try {
      if (decided.replay.sent_at === null) await this.sender.send(decided, repeated);
    } catch (error) {
      if (!isBrokerTrouble(error)) throw error;
      return { refusal: { kind: 'pending', task_id: decided.replay.task_id } };
    }
    return { replayed: replayedOf(decided) };
  }

  /** Their ids are derived, so nobody sees by them that the tasks are new: whoever asks next must find them. */
  private async untilVisible(): Promise<void> {
    // Sent they are in any case.
    await this.barrier.pass(VISIBLE_MS).catch(() => undefined);
  }
}

function outcomeOf(id: string, answer: ReplayAnswer): DeadLetterOutcome {
  if ('replayed' in answer) return { id, done: true, task_id: answer.replayed.task_id, reason: null };
  const { refusal } = answer;
  // Decided and recorded: it will be sent.
  if (refusal.kind === 'pending')
    return { id, done: true, task_id: refusal.task_id, reason: reasonOf(refusal) };
  return { id, done: false, task_id: null, reason: reasonOf(refusal) };
}

function replayedOf({ replay, dead }: DecidedReplay) {
  return {
    id: dead.id,
    task_id: replay.task_id,
    task_name: replay.task_name,
    queue: catalogue.find(replay.task_name)?.family ?? '',
    replay: replay.replay,
    retried_from: dead.task_id,
  };
}

function isBrokerTrouble(error: unknown): boolean {
  return (
    error instanceof BrokerUnavailable || error instanceof ConfirmUnknown || error instanceof PublishRefused
  );
}
