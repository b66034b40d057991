import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Log } from '../log.ts';
import { parseServiceUrl, withoutPassword } from '../service-url.ts';
import { messageOf, SetupError } from '../setup-error.ts';
import { DATABASE_NAME, ensureDatabase, probeDatabase } from './database-probe.ts';

const SOCKET_DIR = '/var/run/postgresql';

/** Address of a PostgreSQL that runs already and lets us in: the one DATABASE_URL names, else the one on localhost. */
export async function findDatabase(log: Log): Promise<string | undefined> {
  const configured = process.env.DATABASE_URL;
  return configured ? checkConfigured(configured, log) : lookOnLocalhost(log);
}

async function checkConfigured(url: string, log: Log): Promise<string> {
  parseServiceUrl('DATABASE_URL', url, ['postgres:', 'postgresql:']);
  const probe = await probeDatabase(url);
  if (probe.state === 'accepted') {
    log(`PostgreSQL: using DATABASE_URL, ${withoutPassword(url)} (version ${probe.version})`);
    return url;
  }
  const what = probe.state === 'silent' ? 'does not answer' : 'refuses us';
  throw new SetupError(
    `the database of DATABASE_URL, ${withoutPassword(url)}, ${what}: ${probe.reason}`,
    'Start it or correct DATABASE_URL; without DATABASE_URL a database is found or started for you.',
  );
}

async function lookOnLocalhost(log: Log): Promise<string | undefined> {
  let refusal: string | undefined;
  for (const serverUrl of usualLogins()) {
    const probe = await probeDatabase(serverUrl);
    if (probe.state === 'refused') refusal ??= probe.reason;
    if (probe.state !== 'accepted') continue;
    try {
      const url = await ensureDatabase(serverUrl);
      log(`PostgreSQL: using database "${DATABASE_NAME}" of the one on localhost (version ${probe.version})`);
      return url;
    } catch (error) {
      refusal = messageOf(error);
    }
  }
  if (refusal)
    log(`PostgreSQL: leaving alone what listens on localhost:5432, it does not let us in (${refusal})`);
  return undefined;
}

/** Logins that exist without anybody's doing: no password, the images' usual one, and our own OS user. */
function usualLogins(): string[] {
  const logins = [
    'postgres://postgres@localhost:5432/postgres',
    'postgres://postgres:postgres@localhost:5432/postgres',
  ];
  if (existsSync(SOCKET_DIR)) {
    const user = encodeURIComponent(userInfo().username);
    logins.push(`postgres://${user}@localhost/postgres?host=${encodeURIComponent(SOCKET_DIR)}`);
  }
  return logins;
}
