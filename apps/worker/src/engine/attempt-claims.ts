import { Injectable } from '@nestjs/common';
import type { TaskMessage } from '@celerity/contracts';
import type { Delivery } from '@celerity/messaging';

/** The right to run an attempt in this process, until it is released. */
export interface Claim {
  /** Acks every delivery of the attempt; those whose channel is gone are not minded. */
  ack(): void;
  release(): void;
}

/**
 * Which attempts run in this process. A delivery of one that does, after a lost connection or as a copy, joins
 * it: the code is not run beside itself, and the running attempt's outcome acks this delivery too.
 */
@Injectable()
export class AttemptClaims {
  private readonly byAttempt = new Map<string, Delivery[]>();

  /** True when the attempt runs here; the delivery then belongs to it. */
  join(message: TaskMessage, delivery: Delivery): boolean {
    const deliveries = this.byAttempt.get(keyOf(message));
    deliveries?.push(delivery);
    return deliveries !== undefined;
  }

  /** Only for an attempt that could not be joined. */
  claim(message: TaskMessage, delivery: Delivery): Claim {
    const key = keyOf(message);
    const deliveries = [delivery];
    this.byAttempt.set(key, deliveries);
    return {
      ack: () => deliveries.forEach((each) => each.ack()),
      release: () => this.byAttempt.delete(key),
    };
  }
}

function keyOf({ taskId, attempt }: TaskMessage): string {
  return `${taskId}:${attempt}`;
}
