import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';

const HOUR_MS = 3_600_000;

/** Removes keys that are not kept any more. Replicas may do it at the same time. */
@Injectable()
export class KeyPruner {
  private readonly logger = new Logger(KeyPruner.name);

  constructor(private readonly keys: IdempotencyKeysRepository) {}

  @Interval(HOUR_MS)
  async prune(): Promise<void> {
    try {
      while ((await this.keys.prune()) > 0);
    } catch (error) {
      this.logger.warn(`old idempotency keys stay for another hour: ${(error as Error).message}`);
    }
  }
}
