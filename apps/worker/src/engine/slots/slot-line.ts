import { Injectable } from '@nestjs/common';
import type { TaskDefinition, TaskMessage } from '@celerity/contracts';
import type { Delivery } from '@celerity/messaging';
import { limitsOf, patienceOf } from '../attempt/attempt-limits.js';
import { EngineSettings } from '../engine-settings.js';
import { Postponement } from '../admission/postponement.js';
import { RunningAttempts } from '../attempt/running-attempts.js';
import { Slots } from './slots.js';

/** How soon one that waited too long here is offered again, perhaps to another worker. */
const AGAIN_MS = 1_000;

/**
 * The line before the slots. The broker's consumer timeout runs from the delivery on: one that has waited so long
 * behind long tasks that it could not end in time any more goes round through the timers instead.
 */
@Injectable()
export class SlotLine {
  constructor(
    private readonly slots: Slots,
    private readonly settings: EngineSettings,
    private readonly postponement: Postponement,
    private readonly running: RunningAttempts,
  ) {}

  /** Null when it must not begin any more: the worker or the delivery's channel is gone, or it waited too long. */
  async inSlot<T>(
    delivery: Delivery,
    message: TaskMessage,
    task: TaskDefinition,
    begin: () => Promise<T | null>,
  ): Promise<T | null> {
    let tooLate: Promise<void> | null = null;
    const patience = setTimeout(
      () => {
        tooLate = this.postponement.postpone(delivery, message, AGAIN_MS, 'it waited too long for a slot');
        this.running.track(tooLate);
      },
      patienceOf(limitsOf(task, message), this.settings.consumerTimeoutMs),
    );
    try {
      return await this.slots.run(delivery.queue, async () => {
        clearTimeout(patience);
        return tooLate || delivery.lost || this.running.closed ? null : begin();
      });
    } finally {
      clearTimeout(patience);
    }
  }
}
