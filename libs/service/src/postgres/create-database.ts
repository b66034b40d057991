import { Logger } from '@nestjs/common';
import { Kysely, PostgresDialect } from 'kysely';
import { connectionOptions, type PostgresConnection } from './connection-options.js';
import { copyingPool } from './copy-rows.js';
import { openPool } from './open-pool.js';

/** A bounded pool's settings. */
export interface DatabaseOptions extends PostgresConnection {
  /** Default 10. */
  readonly maxConnections?: number;
  /** A statement that runs longer is cancelled by the server. Default 30 s. */
  readonly statementTimeoutMs?: number;
}

/** Opens (lazily) a bounded pool and gives the query builder over it; `destroy()` closes the pool. */
export function createDatabase<DB>(options: DatabaseOptions): Kysely<DB> {
  const config = {
    ...connectionOptions(options),
    max: options.maxConnections ?? 10,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
  };
  const pool = openPool(config, new Logger('Postgres'));
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: copyingPool(pool) }) });
}
