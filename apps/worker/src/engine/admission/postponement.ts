import { Injectable } from '@nestjs/common';
import type { TaskMessage } from '@celerity/contracts';
import type { Delivery } from '@celerity/messaging';
import { ServiceLogger } from '@celerity/service';
import { Handover } from './handover.js';

/** Most of a second by which the waits of many differ, so that they do not all come back at once. */
const SPREAD_MS = 1_000;

/** Sends deliveries that cannot run now round through the timers: the same attempt, asked about when it is back. */
@Injectable()
export class Postponement {
  constructor(
    private readonly handover: Handover,
    private readonly logger: ServiceLogger,
  ) {}

  /** Acks when the timers have it. One whose channel is gone is somebody else's by now. */
  async postpone(delivery: Delivery, message: TaskMessage, ms: number, why: string): Promise<void> {
    if (delivery.lost) return;
    const dueAt = new Date(Date.now() + ms + Math.random() * SPREAD_MS);
    // Until the ack has arrived there are two of it.
    if (!(await this.handover.toTimers({ ...message, possibleDuplicate: true }, dueAt))) return;
    this.logger.pino.info({ task_id: message.taskId, attempt: message.attempt, why }, 'attempt postponed');
    delivery.ack();
  }
}
