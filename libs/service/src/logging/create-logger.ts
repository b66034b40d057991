import { pino, type DestinationStream, type Logger } from 'pino';
import type { ServiceConfig } from '../config/service-config.js';
import { prettyLine } from './pretty-line.js';
import { redactSecrets } from './redact-secrets.js';

const SECRET_KEYS = ['authorization', 'cookie', 'password', 'secret', 'token', 'access_token', 'api_key'];

/** The process's one logger: JSON, one line per event, secrets hidden. */
export function createLogger(
  service: string,
  config: Pick<ServiceConfig, 'LOG_LEVEL' | 'LOG_FORMAT'>,
  destination?: DestinationStream,
): Logger {
  const pretty = config.LOG_FORMAT === 'pretty';
  return pino(
    {
      level: config.LOG_LEVEL,
      base: { service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*.*.*.${key}`]),
        censor: '***',
      },
      // The last gate: also catches credentials inside messages and stacks, wherever they came from.
      hooks: { streamWrite: (line) => (pretty ? prettyLine(redactSecrets(line)) : redactSecrets(line)) },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}
