import pg from 'pg';
import { isSilence, type ProbeResult } from '../probe-result.ts';
import { messageOf } from '../setup-error.ts';

/** The database of ours in a PostgreSQL server that others may use as well. */
export const DATABASE_NAME = 'celerity';

/** Does PostgreSQL answer at this address, and may we log in? */
export async function probeDatabase(url: string, timeoutMs = 5_000): Promise<ProbeResult> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: timeoutMs });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return { state: 'accepted', version: rows[0]?.server_version ?? 'unknown' };
  } catch (error) {
    return { state: isSilence(error) ? 'silent' : 'refused', reason: messageOf(error) };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Creates our database in the server of this address unless it is there; gives the address of that database. */
export async function ensureDatabase(serverUrl: string, name = DATABASE_NAME): Promise<string> {
  const url = withDatabase(serverUrl, name);
  const client = new pg.Client({ connectionString: withDatabase(serverUrl, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  return url;
}

/** The same server and login, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.toString();
}
