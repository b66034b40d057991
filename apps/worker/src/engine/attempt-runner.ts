import { Injectable } from '@nestjs/common';
import { describeError, type TaskError, type TaskMessage } from '@celerity/contracts';
import { decodeTask, type Delivery, JournalWriter, MalformedMessage } from '@celerity/messaging';
import { faultPoint, ServiceLogger } from '@celerity/service';
import type { Attempt } from './attempt.js';
import { UnknownTask } from './attempt-errors.js';
import type { AttemptOutcome } from './attempt-outcome.js';
import { AttemptPerformer } from './attempt-performer.js';
import { HandlerRegistry, type RegisteredTask } from './handler-registry.js';
import { OutcomeRecorder } from './outcome-recorder.js';
import { RunningAttempts } from './running-attempts.js';
import { SettlementCheck } from './settlement-check.js';
import { Slots } from './slots.js';
import { WorkerIdentity } from './worker-identity.js';

/**
 * One attempt, top to bottom:
 * decode → resolve → may it run? → start → perform → record → settle.
 * The ack comes last, after everything that must survive has been confirmed.
 */
@Injectable()
export class AttemptRunner {
  constructor(
    private readonly registry: HandlerRegistry,
    private readonly settlements: SettlementCheck,
    private readonly slots: Slots,
    private readonly performer: AttemptPerformer,
    private readonly recorder: OutcomeRecorder,
    private readonly running: RunningAttempts,
    private readonly journal: JournalWriter,
    private readonly identity: WorkerIdentity,
    private readonly logger: ServiceLogger,
  ) {}

  async run(delivery: Delivery): Promise<void> {
    const message = await this.decode(delivery);
    if (!message) return;
    const registered = await this.resolve(delivery, message);
    if (!registered) return;
    if (delivery.redelivered || message.possibleDuplicate) {
      const settlement = await this.settlements.of(message);
      if (settlement === 'settled') return this.skip(delivery, message);
      if (settlement === 'unknown') return;
    }
    const ended = await this.slots.run(delivery.queue, () => this.perform(delivery, message, registered));
    if (!ended) return;
    const { attempt, outcome } = ended;
    faultPoint('worker.after_effect');
    if (outcome.kind === 'interrupted') return;
    const recorded = await this.recorder.record(attempt, outcome);
    faultPoint('worker.before_ack');
    if (recorded) delivery.ack();
    this.logOutcome(attempt, outcome);
  }

  /** Null when the message can never run: it is then in the dead letters. */
  private async decode(delivery: Delivery): Promise<TaskMessage | null> {
    try {
      return decodeTask(delivery.content, delivery.properties);
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
      this.logger.pino.error({ queue: delivery.queue, reason: error.message }, 'malformed message');
      delivery.reject();
      return null;
    }
  }

  private async resolve(delivery: Delivery, message: TaskMessage): Promise<RegisteredTask | null> {
    const registered = this.registry.find(message.taskName);
    if (registered) return registered;
    const error = describeError(new UnknownTask(message.taskName));
    this.logger.pino.error({ task_id: message.taskId, task_name: message.taskName }, error.message);
    await this.recordFailure(message, { type: error.type, message: error.message });
    delivery.reject();
    return null;
  }

  /** Null when it must not begin any more, because the worker is going away. */
  private async perform(
    delivery: Delivery,
    message: TaskMessage,
    registered: RegisteredTask,
  ): Promise<{ attempt: Attempt; outcome: AttemptOutcome } | null> {
    if (this.running.closed) return null;
    const startedAt = new Date();
    const attempt = { delivery, message, registered, startedAt, started: this.begin(message, startedAt) };
    if (message.expires && Date.parse(message.expires) <= startedAt.getTime()) {
      return { attempt, outcome: { kind: 'expired' } };
    }
    faultPoint('worker.before_run');
    return { attempt, outcome: await this.performer.perform(attempt) };
  }

  private begin({ taskId, attempt }: TaskMessage, at: Date) {
    return this.journal.append({
      type: 'started',
      task_id: taskId,
      at: at.toISOString(),
      attempt,
      worker: this.identity.name,
    });
  }

  private skip(delivery: Delivery, { taskId, attempt }: TaskMessage): void {
    this.logger.pino.info({ task_id: taskId, attempt }, 'attempt already settled, not run again');
    delivery.ack();
  }

  private recordFailure({ taskId, attempt }: TaskMessage, error: TaskError): Promise<void> {
    return this.journal.append({
      type: 'failed',
      task_id: taskId,
      at: new Date().toISOString(),
      attempt,
      worker: this.identity.name,
      started_at: null,
      duration_ms: null,
      error,
    }).confirmed;
  }

  private logOutcome({ message, startedAt }: Attempt, outcome: AttemptOutcome): void {
    const facts = {
      task_id: message.taskId,
      task_name: message.taskName,
      attempt: message.attempt,
      trace_id: message.traceparent?.split('-')[1],
      outcome: outcome.kind,
      duration_ms: Date.now() - startedAt.getTime(),
      ...('error' in outcome ? { error_type: outcome.error.type, error: outcome.error.message } : {}),
    };
    if (outcome.kind === 'failed') this.logger.pino.warn(facts, 'task failed');
    else this.logger.pino.info(facts, 'attempt ended');
  }
}
