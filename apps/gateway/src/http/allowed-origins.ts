import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const REMEMBERED_S = 600;

/** Lets pages of these origins read answers; without any, those of no other origin may. Cookies are never taken. */
export function allowOrigins(app: NestFastifyApplication, origins: readonly string[]): void {
  if (origins.length === 0) return;
  app.enableCors({
    origin: [...origins],
    credentials: false,
    maxAge: REMEMBERED_S,
    methods: ['GET', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'if-match',
      'last-event-id',
      'x-request-id',
    ],
    exposedHeaders: [
      'etag',
      'location',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
      'retry-after',
      'x-request-id',
    ],
  });
}
