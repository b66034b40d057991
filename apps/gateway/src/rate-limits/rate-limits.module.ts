import { Global, Module } from '@nestjs/common';
import { RateLimiter } from './rate-limiter.js';
import { SharedCounts } from './shared-counts.js';

/** Requests per minute. */
@Global()
@Module({ providers: [SharedCounts, RateLimiter], exports: [RateLimiter] })
export class RateLimitsModule {}
