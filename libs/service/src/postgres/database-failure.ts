import { StartupError } from '../application/startup-error.js';
import { describeError, errorCode } from '../errors/describe-error.js';

/** SQLSTATEs that waiting does not mend, each with what to do. */
const FATAL: Record<string, string> = {
  '28P01': 'correct the user or password in DATABASE_URL',
  '28000': 'correct the user in DATABASE_URL, or allow it in pg_hba.conf',
  '3D000': 'create the database, or correct its name in DATABASE_URL',
  '42501': 'grant the user of DATABASE_URL the right to create in the database',
};

/** Not there yet, or starting, stopping, or full: worth another try. */
const TRANSIENT = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EPIPE',
  ],
  ...['57P01', '57P02', '57P03', '53300', '08000', '08001', '08003', '08004', '08006'],
]);

/** node-postgres gives these no code. */
const TRANSIENT_MESSAGE = /timeout exceeded when trying to connect|connection terminated|connection timeout/i;

/** Whether the database may answer if asked again later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  return TRANSIENT.has(errorCode(error)) || TRANSIENT_MESSAGE.test(describeError(error));
}

/** What ends the start, in one line with its remedy. */
export function databaseStartupError(error: unknown): StartupError {
  const message = describeError(error);
  const remedy = FATAL[errorCode(error)];
  return remedy
    ? new StartupError(`PostgreSQL refused: ${message}`, remedy, { cause: error })
    : new StartupError(`a migration failed: ${message}`, 'nothing was changed; correct it and start again', {
        cause: error,
      });
}
