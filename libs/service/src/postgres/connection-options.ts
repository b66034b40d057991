import type { PoolConfig } from 'pg';

/** How a service connects; every unqualified table name means the service's own schema. */
export interface PostgresConnection {
  readonly databaseUrl: string;
  readonly schema: string;
  readonly applicationName: string;
}

const CONNECT_TIMEOUT_MS = 2_000;

/** The pg settings shared by the pool and by migrations. */
export function connectionOptions({ databaseUrl, schema, applicationName }: PostgresConnection): PoolConfig {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) throw new Error(`"${schema}" is not a plain schema name`);
  return {
    connectionString: databaseUrl,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    options: `-c search_path=${schema}`,
  };
}
