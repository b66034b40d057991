import type { Logger } from '@nestjs/common';
import { Pool, type PoolConfig } from 'pg';
import { describeError } from '../errors/describe-error.js';

/** Opens (lazily) a pool whose connections may break at any moment without ending the process. */
export function openPool(config: PoolConfig, logger: Logger): Pool {
  const pool = new Pool(config);
  // A connection lost inside a transaction, between two statements, is reported on the client alone.
  pool.on('connect', (client) => {
    client.on('error', (error) => logger.warn(`a connection was lost: ${describeError(error)}`));
  });
  // An idle one is reported on the pool as well: already logged, but an unheard 'error' event would throw.
  pool.on('error', () => undefined);
  return pool;
}
