import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Surroundings } from '../surroundings.js';

/** A token and what is known of it. */
export interface StoredLogin {
  readonly token: string;
  readonly username: string;
  readonly role: string;
  /** ISO 8601. */
  readonly expires_at: string;
}

/** Logins by the gateway's address: a token must never be sent to another one. */
export interface Credentials {
  /** The gateway that is meant when none is named. */
  readonly default_url: string | null;
  readonly logins: Readonly<Record<string, StoredLogin>>;
}

const NONE: Credentials = { default_url: null, logins: {} };

/** Where logins are kept. */
export function credentialsPath({ env, home }: Pick<Surroundings, 'env' | 'home'>): string {
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'celerity', 'credentials.json');
}

/** What is kept; nothing when the file is missing or is not ours. */
export async function readCredentials(path: string): Promise<Credentials> {
  try {
    return { ...NONE, ...(JSON.parse(await readFile(path, 'utf8')) as Partial<Credentials>) };
  } catch {
    return NONE;
  }
}

/** Adds a login, and makes its gateway the default. Only the owner can read the file. */
export async function storeLogin(path: string, url: string, login: StoredLogin): Promise<void> {
  const { logins } = await readCredentials(path);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  const content: Credentials = { default_url: url, logins: { ...logins, [url]: login } };
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  // A draft left over from a crash would keep its own mode.
  await chmod(draft, 0o600);
  await rename(draft, path);
}
