import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { TaskMessage } from '@celerity/contracts';
import { JournalWriter } from '@celerity/messaging';
import { MonitorClient, ServiceLogger } from '@celerity/service';
import { RunningAttempts } from './running-attempts.js';

const ANSWER_MS = 5_000;
const AGAIN_MS = 500;

/** Answer to "may this delivery run?" for one that may have run before. */
export type Settlement = 'settled' | 'open' | 'unknown';

/**
 * Asks the monitor whether an attempt is settled, by barrier: a marker written to the journal now, so that the
 * answer knows everything written before. With no answer it asks again, and never lets the attempt run unchecked.
 */
@Injectable()
export class SettlementCheck {
  constructor(
    private readonly journal: JournalWriter,
    private readonly monitor: MonitorClient,
    private readonly running: RunningAttempts,
    private readonly logger: ServiceLogger,
  ) {}

  /** `unknown` only when the worker shuts down before an answer came. */
  async of({ taskId, attempt }: TaskMessage): Promise<Settlement> {
    while (!this.running.closed) {
      try {
        const settled = await this.ask(taskId, attempt);
        return settled ? 'settled' : 'open';
      } catch (error) {
        this.logger.pino.warn(
          { task_id: taskId, attempt, reason: (error as Error).message },
          'cannot tell yet whether the attempt is settled',
        );
        await pause(AGAIN_MS);
      }
    }
    return 'unknown';
  }

  private async ask(taskId: string, attempt: number): Promise<boolean> {
    const barrierId = randomUUID();
    const barrier = { type: 'barrier', barrier_id: barrierId, at: new Date().toISOString() } as const;
    await this.journal.append(barrier, { timeoutMs: ANSWER_MS }).confirmed;
    const query = { task_id: taskId, attempt, barrier_id: barrierId };
    return (await this.monitor.attemptSettled(query, ANSWER_MS)).settled;
  }
}
