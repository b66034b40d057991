import { Injectable } from '@nestjs/common';
import { decodeDelayed, type Delivery, MalformedMessage } from '@celerity/messaging';
import { errorCode } from '@celerity/service';
import { RevocationStore } from '../revocations/revocation-store.js';
import { RevokedTimers } from '../revocations/revoked-timers.js';
import { DeadTimers } from './dead-timers.js';
import { isOnItsWayRound } from './round-trip.js';
import type { NewTimer } from './timer.js';
import { TimerStore } from './timer-store.js';

interface Arrival {
  readonly delivery: Delivery;
  readonly timer: NewTimer;
}

/** SQLSTATE classes that say that the data is at fault, not the database. */
const BAD_DATA = /^2[23]/;

/** Takes a batch of deliveries into the table: committed first, then acked. */
@Injectable()
export class TimerBatch {
  constructor(
    private readonly store: TimerStore,
    private readonly dead: DeadTimers,
    private readonly revocations: RevocationStore,
    private readonly revoked: RevokedTimers,
  ) {}

  /**
   * Returns the milliseconds until the earliest of them is due.
   * @throws when the database or the broker is away: what is not settled then must be given back.
   */
  async take(deliveries: readonly Delivery[]): Promise<number> {
    const arrivals: Arrival[] = [];
    for (const delivery of deliveries) {
      const timer = decoded(delivery);
      if (timer instanceof MalformedMessage) await this.dead.bury(delivery, timer.message);
      else arrivals.push({ delivery, timer });
    }
    const waiting = await this.withoutRevoked(arrivals);
    if (waiting.length === 0) return Infinity;
    try {
      return await this.storeAll(waiting);
    } catch (error) {
      if (!BAD_DATA.test(errorCode(error))) throw error;
      return this.storeSingly(waiting);
    }
  }

  /** Ends what was revoked before it came here. One that slips by is recognised when it is due. */
  private async withoutRevoked(arrivals: readonly Arrival[]): Promise<readonly Arrival[]> {
    if (arrivals.length === 0) return arrivals;
    const revoked = await this.revocations.among(arrivals.map(({ timer }) => timer.message.taskId));
    if (revoked.size === 0) return arrivals;
    const isRevoked = ({ timer }: Arrival) => revoked.has(timer.message.taskId) && !isOnItsWayRound(timer);
    const ending = arrivals.filter(isRevoked);
    await this.revoked.end(ending.map(({ timer }) => timer.message));
    for (const { delivery } of ending) delivery.ack();
    return arrivals.filter((arrival) => !isRevoked(arrival));
  }

  private async storeAll(arrivals: readonly Arrival[]): Promise<number> {
    const untilDue = await this.store.add(arrivals.map(({ timer }) => timer));
    for (const { delivery } of arrivals) delivery.ack();
    return untilDue;
  }

  /** One that PostgreSQL cannot hold must not keep its neighbours out. */
  private async storeSingly(arrivals: readonly Arrival[]): Promise<number> {
    let untilDue = Infinity;
    for (const arrival of arrivals) {
      try {
        untilDue = Math.min(untilDue, await this.storeAll([arrival]));
      } catch (error) {
        if (!BAD_DATA.test(errorCode(error))) throw error;
        await this.dead.bury(arrival.delivery, (error as Error).message);
      }
    }
    return untilDue;
  }
}

function decoded({ content, properties, redelivered }: Delivery): NewTimer | MalformedMessage {
  try {
    return { ...decodeDelayed(content, properties), flagged: redelivered };
  } catch (error) {
    if (error instanceof MalformedMessage) return error;
    throw error;
  }
}
