import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { describeError } from '@celerity/service';
import type { LeaderDuty } from '../projection/leader-duty.js';
import { ReplaySender } from './replay-sender.js';

const EVERY_MS = 10_000;

/** Sends replays that were decided by a replica which died, or met a broker that was away, before they were sent. */
@Injectable()
export class LeftBehindReplays implements LeaderDuty {
  private readonly logger = new Logger('DeadLetters');

  constructor(private readonly sender: ReplaySender) {}

  async run(_term: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.sender.sendLeftBehind().catch((error: unknown) => {
        this.logger.warn(`cannot look for replays to be sent: ${describeError(error)}`);
      });
      await delay(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
