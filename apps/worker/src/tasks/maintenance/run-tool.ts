import { execFile } from 'node:child_process';

const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;
const SHOWN_CHARACTERS = 4_000;

/** A PostgreSQL program ended with an error; the message holds its last words. */
export class PostgresToolFailed extends Error {
  override readonly name = 'PostgresToolFailed';
}

/**
 * Runs a PostgreSQL program without a shell. The connection travels in the environment, so that the password
 * never shows in the list of processes. Aborting kills the program.
 * @throws the signal's reason, or PostgresToolFailed
 */
export function runTool(
  program: string,
  args: readonly string[],
  databaseUrl: string,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const options = { env: connectionEnv(databaseUrl), signal, maxBuffer: MAX_OUTPUT_BYTES } as const;
    let failure: Error | null = null;
    const child = execFile(program, args, options, (error, _stdout, stderr) => {
      const said = stderr.trim().slice(-SHOWN_CHARACTERS);
      if (error) failure = new PostgresToolFailed(`${program} failed: ${said || error.message}`);
    });
    // Only then does it no longer write to its file.
    child.once('close', () => {
      if (signal.aborted) reject(signal.reason);
      else if (failure) reject(failure);
      else resolve();
    });
  });
}

/** The URL as the variables that libpq reads. Nothing else of this process's environment is passed on. */
export function connectionEnv(databaseUrl: string): NodeJS.ProcessEnv {
  const url = new URL(databaseUrl);
  const part = (text: string) => (text === '' ? undefined : decodeURIComponent(text));
  const env = {
    PGHOST: url.searchParams.get('host') ?? part(url.hostname.replace(/^\[|\]$/g, '')),
    PGPORT: part(url.port),
    PGUSER: part(url.username),
    PGPASSWORD: part(url.password) ?? url.searchParams.get('password') ?? undefined,
    PGDATABASE: part(url.pathname.slice(1)),
    PGSSLMODE: url.searchParams.get('sslmode') ?? undefined,
    PGSSLROOTCERT: url.searchParams.get('sslrootcert') ?? undefined,
    PGAPPNAME: 'celerity-backup',
    PGCONNECT_TIMEOUT: '10',
    LC_ALL: 'C.UTF-8',
  };
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
