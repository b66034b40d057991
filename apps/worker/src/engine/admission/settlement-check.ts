import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { AttemptStanding, TaskMessage } from '@celerity/contracts';
import { JournalWriter } from '@celerity/messaging';
import { MonitorClient, QueryRefused, ServiceLogger } from '@celerity/service';
import { StandingRefused } from '../attempt/attempt-errors.js';
import { EngineSettings } from '../engine-settings.js';
import { RunningAttempts } from '../attempt/running-attempts.js';

const ANSWER_MS = 5_000;
const AGAIN_MS = 500;
/** Most attempts in one question. */
const TOGETHER = 500;

/**
 * Answer to "may this delivery run?" for one that may have run before: how the attempt stands; or `crowded` when so
 * many wait for an answer that no more may; or `closing` when the worker goes before an answer came.
 */
export type Settlement = AttemptStanding | { readonly standing: 'crowded' | 'closing' };

interface Question {
  readonly task_id: string;
  readonly attempt: number;
  readonly answer: (standing: Settlement) => void;
  readonly refuse: (error: StandingRefused) => void;
}

/**
 * Asks the monitor how attempts stand, by barrier: a marker written to the journal now, so that the answer knows
 * everything written before. While one question is under way others gather, and share the next barrier. With no
 * answer it asks again, and never lets an attempt run unchecked.
 */
@Injectable()
export class SettlementCheck {
  private readonly waiting: Question[] = [];
  private readonly waitingIn = new Map<string, number>();
  private asking: Promise<void> | null = null;

  constructor(
    private readonly journal: JournalWriter,
    private readonly monitor: MonitorClient,
    private readonly running: RunningAttempts,
    private readonly settings: EngineSettings,
    private readonly logger: ServiceLogger,
  ) {}

  /** @throws StandingRefused when the monitor will never answer */
  async of({ taskId, attempt }: TaskMessage, queue: string): Promise<Settlement> {
    const inQueue = this.waitingIn.get(queue) ?? 0;
    // First deliveries must find room in the prefetch while the monitor is away.
    if (inQueue >= this.settings.mostWaiting) return { standing: 'crowded' };
    this.waitingIn.set(queue, inQueue + 1);
    try {
      return await new Promise((answer, refuse) => {
        this.waiting.push({ task_id: taskId, attempt, answer, refuse });
        // One microtask later, so that deliveries of the same moment share a question.
        this.asking ??= Promise.resolve().then(() => this.askAll());
      });
    } finally {
      this.waitingIn.set(queue, (this.waitingIn.get(queue) ?? 1) - 1);
    }
  }

  private async askAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const questions = this.waiting.splice(0, TOGETHER);
      if (this.running.closed) questions.forEach(({ answer }) => answer({ standing: 'closing' }));
      else if (!(await this.answered(questions))) this.waiting.unshift(...questions);
    }
    this.asking = null;
  }

  /** False when there was no answer, and it is time to ask again. */
  private async answered(questions: readonly Question[]): Promise<boolean> {
    try {
      const standings = await this.ask(questions);
      questions.forEach(({ answer }, index) => answer(standings[index] as AttemptStanding));
      return true;
    } catch (error) {
      if (error instanceof QueryRefused) return this.refused(questions, error);
      this.logger.pino.warn(
        { attempts: questions.length, reason: (error as Error).message },
        'cannot tell yet whether attempts are settled',
      );
      await pause(AGAIN_MS);
      return false;
    }
  }

  /** One bad question must not condemn the others: each is asked alone before it is given up. */
  private async refused(questions: readonly Question[], { message }: QueryRefused): Promise<boolean> {
    const [only, ...others] = questions;
    if (others.length === 0)
      only?.refuse(new StandingRefused(`the monitor refuses the question: ${message}`));
    else
      for (const question of questions) if (!(await this.answered([question]))) this.waiting.push(question);
    return true;
  }

  private async ask(questions: readonly Question[]): Promise<readonly AttemptStanding[]> {
    const barrier_id = randomUUID();
    const barrier = { type: 'barrier', barrier_id, at: new Date().toISOString() } as const;
    await this.journal.append(barrier, { timeoutMs: ANSWER_MS }).confirmed;
    const attempts = questions.map(({ task_id, attempt }) => ({ task_id, attempt }));
    const { standings } = await this.monitor.attemptStandings({ attempts, barrier_id }, ANSWER_MS);
    if (standings.length !== attempts.length) throw new Error('the monitor answered another question');
    return standings;
  }
}
