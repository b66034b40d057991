import { Injectable } from '@nestjs/common';
import type { TaskError, TaskMessage } from '@celerity/contracts';
import { type Delivery, JournalWriter, type MalformedMessage } from '@celerity/messaging';
import { faultPoint, ServiceLogger } from '@celerity/service';
import { Handover } from './handover.js';
import { WorkerIdentity } from '../presence/worker-identity.js';

/** Gives up what can never run: into the dead letters, with the cause, and acked only when it is there. */
@Injectable()
export class GivenUp {
  constructor(
    private readonly handover: Handover,
    private readonly journal: JournalWriter,
    private readonly identity: WorkerIdentity,
    private readonly logger: ServiceLogger,
  ) {}

  /** @param reason one word for machines, as `crashed` */
  async bury(delivery: Delivery, message: TaskMessage, reason: string, error: TaskError): Promise<void> {
    const { taskName, attempt, taskId } = message;
    if (!(await this.handover.toDeadLetters(delivery, { reason, taskName, attempts: attempt, error })))
      return;
    faultPoint('worker.after_bury');
    await this.journal.append({
      type: 'failed',
      task_id: taskId,
      at: new Date().toISOString(),
      attempt,
      worker: this.identity.name,
      started_at: null,
      duration_ms: null,
      error: { type: error.type, message: error.message },
    }).confirmed;
    this.logger.pino.error({ task_id: taskId, task_name: taskName, attempt, reason }, error.message);
    delivery.ack();
  }

  /** One that no codec can read has no task to end. */
  async buryMalformed(delivery: Delivery, { name, message }: MalformedMessage): Promise<void> {
    const death = { reason: 'malformed', error: { type: name, message } };
    if (!(await this.handover.toDeadLetters(delivery, death))) return;
    faultPoint('worker.after_bury');
    this.logger.pino.error({ queue: delivery.queue, reason: message }, 'malformed message');
    delivery.ack();
  }
}
