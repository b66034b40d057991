import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { describeError, type TaskMessage } from '@celerity/contracts';
import { BrokerNames, type Delivery } from '@celerity/messaging';
import { ServiceLogger } from '@celerity/service';
import { AttemptClaims } from './attempt-claims.js';
import { StandingRefused, WorkerCrashed } from '../attempt/attempt-errors.js';
import { limitsOf } from '../attempt/attempt-limits.js';
import { GivenUp } from './given-up.js';
import { Handover } from './handover.js';
import type { RegisteredTask } from '../handlers/handler-registry.js';
import { Postponement } from './postponement.js';
import { type Settlement, SettlementCheck } from './settlement-check.js';
import { WorkerIdentity } from '../presence/worker-identity.js';

/** How long an attempt that runs elsewhere is left alone before it is asked about again. */
const RUNNING_MS = 5_000;
/** Where it waits that finds too many waiting. */
const CROWDED_MS = 5_000;
/** How long an answer holds: while a delivery waits for a slot, another worker may get a copy of it and run that. */
export const TRUSTED_MS = 1_000;
/** Longest wait for the answer in a slot, which others need too. */
const ANSWER_MS = 5_000;
/** An attempt that began longer ago than its hard limit and this has ended, whatever the journal says. */
const OVERDUE_MS = 60_000;
/** From so many crashes on an attempt runs in quarantine only. */
const TO_QUARANTINE = 2;
/** After so many crashes there it is given up. */
const TO_DEATH = 2;

/** There was no answer in the time there is for it. */
interface Unanswered {
  readonly standing: 'unanswered';
}

/**
 * May this delivery run? A first one always may. One that may have run before is asked about, and what follows
 * from the answer is done here: acked, sent round through the timers, quarantined, or given up.
 */
@Injectable()
export class AttemptAdmission {
  constructor(
    private readonly settlements: SettlementCheck,
    private readonly claims: AttemptClaims,
    private readonly postponement: Postponement,
    private readonly handover: Handover,
    private readonly givenUp: GivenUp,
    private readonly names: BrokerNames,
    private readonly identity: WorkerIdentity,
    private readonly logger: ServiceLogger,
  ) {}

  /** True when the attempt is to be run now; else nothing is left to do with the delivery. */
  async admits(
    delivery: Delivery,
    message: TaskMessage,
    registered: RegisteredTask,
    withinMs?: number,
  ): Promise<boolean> {
    if (this.claims.join(message, delivery)) return false;
    if (!isSuspect(delivery, message)) return true;
    const settlement = await this.settlementOf(delivery, message, registered, withinMs);
    switch (settlement?.standing) {
      case 'open':
        return this.afterCrashes(delivery, message, registered, settlement.crashes);
      case 'settled':
        this.log(message, 'attempt already settled, not run again');
        delivery.ack();
        return false;
      case 'retried':
        await this.ensureRetry(delivery, message, registered, settlement.next_at);
        return false;
      case 'running':
        await this.postponement.postpone(delivery, message, RUNNING_MS, 'it runs on another worker');
        return false;
      case 'crowded':
        await this.postponement.postpone(delivery, message, CROWDED_MS, 'too many wait for an answer here');
        return false;
      case 'unanswered':
        await this.postponement.postpone(delivery, message, CROWDED_MS, 'there was no answer in time');
        return false;
      default:
        return false;
    }
  }

  /**
   * The same once more, in its slot, of one that was admitted some time ago. With no answer soon it goes round through
   * the timers: others need the slot.
   */
  async admitsStill(
    delivery: Delivery,
    message: TaskMessage,
    registered: RegisteredTask,
    admittedAt: number,
  ): Promise<boolean> {
    if (!isSuspect(delivery, message) || performance.now() - admittedAt < TRUSTED_MS) return true;
    return this.admits(delivery, message, registered, ANSWER_MS);
  }

  /** Null when there is nothing more to be done: it joined a run that began meanwhile, or was given up. */
  private async settlementOf(
    delivery: Delivery,
    message: TaskMessage,
    { task }: RegisteredTask,
    withinMs: number | undefined,
  ): Promise<Settlement | Unanswered | null> {
    try {
      const first = await orUnanswered(this.settlements.of(message, delivery.queue), withinMs);
      if (this.claims.join(message, delivery)) return null;
      if (first.standing !== 'running') return first;
      const began = first.started_at === null ? Date.now() : Date.parse(first.started_at);
      const overdue = Date.now() - began > limitsOf(task, message).hardMs + OVERDUE_MS;
      if (overdue) return { standing: 'open', crashes: 0 };
      if (first.worker !== this.identity.name) return first;
      // Here it runs no more. It ended since the question was put, or was let go of without an end.
      const second = await orUnanswered(this.settlements.of(message, delivery.queue), withinMs);
      if (this.claims.join(message, delivery)) return null;
      const dropped = second.standing === 'running' && second.worker === this.identity.name;
      return dropped ? { standing: 'open', crashes: 0 } : second;
    } catch (error) {
      if (!(error instanceof StandingRefused)) throw error;
      await this.givenUp.bury(delivery, message, 'question_refused', describeError(error));
      return null;
    }
  }

  /** A worker died between the retry's event and its place in the timers, or before its ack. */
  private async ensureRetry(
    delivery: Delivery,
    message: TaskMessage,
    { task }: RegisteredTask,
    nextAt: string | null,
  ): Promise<void> {
    const { crashesBefore: _, ...rest } = message;
    const next = { ...rest, taskName: task.name, attempt: message.attempt + 1, possibleDuplicate: true };
    if (!(await this.handover.toTimers(next, nextAt === null ? new Date() : new Date(nextAt)))) return;
    this.log(message, 'attempt already failed, its retry is sent again');
    delivery.ack();
  }

  private async afterCrashes(
    delivery: Delivery,
    message: TaskMessage,
    { task }: RegisteredTask,
    crashes: number,
  ): Promise<boolean> {
    const before = message.crashesBefore;
    if (before !== undefined && crashes - before >= TO_DEATH) {
      await this.givenUp.bury(delivery, message, 'crashed', describeError(new WorkerCrashed(crashes)));
      return false;
    }
    if (before === undefined && crashes < TO_QUARANTINE) return true;
    if (delivery.queue === this.names.quarantine(task.family)) return true;
    const moved = {
      ...message,
      taskName: task.name,
      possibleDuplicate: true,
      crashesBefore: before ?? crashes,
    };
    if (!(await this.handover.toQuarantine(moved, task.family))) return false;
    this.log(message, `workers died of the attempt (${crashes}): moved to quarantine`);
    delivery.ack();
    return false;
  }

  private log({ taskId, attempt }: TaskMessage, text: string): void {
    this.logger.pino.info({ task_id: taskId, attempt }, text);
  }
}

async function orUnanswered<Answer>(
  answer: Promise<Answer>,
  withinMs: number | undefined,
): Promise<Answer | Unanswered> {
  if (withinMs === undefined) return answer;
  const answered = new AbortController();
  const silence = pause(withinMs, { standing: 'unanswered' } as const, { signal: answered.signal });
  return Promise.race([answer, silence]).finally(() => answered.abort());
}

/** It may have run before. */
export function isSuspect(delivery: Delivery, message: TaskMessage): boolean {
  return delivery.redelivered || message.possibleDuplicate;
}
