import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';
import { KeyPruner } from './key-pruner.js';
import { KeyedRequests } from './keyed-requests.js';

/** What an `Idempotency-Key` stands for. */
@Module({
  imports: [ScheduleModule.forRoot()],
  providers: [IdempotencyKeysRepository, KeyPruner, KeyedRequests],
  exports: [KeyedRequests],
})
export class IdempotencyModule {}
