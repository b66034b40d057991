import { Injectable } from '@nestjs/common';
import type { TaskMessage } from '@celerity/contracts';
import type { Delivery } from '@celerity/messaging';

/** Ended attempts that are remembered; a copy that waits here for longer than so many others take is asked about. */
const REMEMBERED = 2_000;

/** The right to run an attempt in this process, until it is released. */
export interface Claim {
  /** The outcome is recorded: acks every delivery of the attempt; those whose channel is gone are not minded. */
  ack(): void;
  release(): void;
}

/**
 * Which attempts run in this process, or have ended here. A delivery of such a one, after a lost connection or as a
 * copy, joins it: the code is not run beside itself or again, and the attempt's outcome acks this delivery too.
 */
@Injectable()
export class AttemptClaims {
  private readonly byAttempt = new Map<string, Delivery[]>();
  /** The oldest first. */
  private readonly ended = new Set<string>();

  /** True when the attempt runs here, or has ended here with its outcome recorded: the delivery belongs to it. */
  join(message: TaskMessage, delivery: Delivery): boolean {
    const key = keyOf(message);
    if (this.ended.has(key)) {
      delivery.ack();
      return true;
    }
    const deliveries = this.byAttempt.get(key);
    deliveries?.push(delivery);
    return deliveries !== undefined;
  }

  /** Only for an attempt that could not be joined. */
  claim(message: TaskMessage, delivery: Delivery): Claim {
    const key = keyOf(message);
    const deliveries = [delivery];
    this.byAttempt.set(key, deliveries);
    return {
      ack: () => {
        this.remember(key);
        deliveries.forEach((each) => each.ack());
      },
      release: () => this.byAttempt.delete(key),
    };
  }

  private remember(key: string): void {
    this.ended.add(key);
    if (this.ended.size <= REMEMBERED) return;
    const [oldest] = this.ended;
    if (oldest !== undefined) this.ended.delete(oldest);
  }
}

function keyOf({ taskId, attempt }: TaskMessage): string {
  return attempt === 1 ? taskId : `${taskId}:${attempt}`;
}
