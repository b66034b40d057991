import { Global, Module } from '@nestjs/common';
import { Kysely } from 'kysely';
import { GatewayConfig } from '../config/gateway-config.js';
import type { GatewayDatabase } from '../database/gateway-database.js';
import { COUNT_STORE } from './count-store.js';
import { PostgresCounts } from './postgres-counts.js';
import { RateLimiter } from './rate-limiter.js';
import { RedisCounts } from './redis-counts.js';
import { SharedCounts } from './shared-counts.js';

/** Requests per minute. */
@Global()
@Module({
  providers: [
    {
      provide: COUNT_STORE,
      inject: [GatewayConfig, Kysely],
      useFactory: ({ REDIS_URL, CELERITY_PREFIX }: GatewayConfig, db: Kysely<GatewayDatabase>) =>
        REDIS_URL ? new RedisCounts(REDIS_URL, CELERITY_PREFIX) : new PostgresCounts(db),
    },
    SharedCounts,
    RateLimiter,
  ],
  exports: [RateLimiter],
})
export class RateLimitsModule {}
