import { Injectable, Logger } from '@nestjs/common';
import { DeadLetters, type Delivery } from '@celerity/messaging';
import { describeError } from '@celerity/service';

/** Gives up messages that can never become a timer. */
@Injectable()
export class DeadTimers {
  private readonly logger = new Logger('Timers');

  constructor(private readonly deadLetters: DeadLetters) {}

  /**
   * Resolves when the broker has it in the dead letters; only then is the delivery acked. The timers queue
   * has no dead-lettering of its own, as a reject must never be the way in which a delayed task gets lost.
   */
  async bury(delivery: Delivery, reason: string): Promise<void> {
    await this.deadLetters.bury(delivery, { reason });
    delivery.ack();
    this.logger.error(
      `a message that is no timer went to the dead letters: ${describeError(new Error(reason))}`,
    );
  }
}
