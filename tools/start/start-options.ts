import { parseArgs } from 'node:util';
import { messageOf, SetupError } from '../local/setup-error.ts';

export interface StartOptions {
  /** End after the main job instead of staying up. */
  once: boolean;
  help: boolean;
}

export const USAGE = `npm start                starts everything, runs the main job, stays up until Ctrl-C
npm start -- --once      the same, but ends after the main job: 0 if it worked
npm start -- --help      this text

Settings (environment): AMQP_URL, DATABASE_URL (else both are found or started), GATEWAY_PORT 8000,
WORKER_PORT 8001, BEAT_PORT 8002, MONITOR_PORT 8003, CELERITY_ADMIN_PASSWORD, CELERITY_PREFIX.`;

/** Reads the command line; what it does not know it refuses. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    return values;
  } catch (error) {
    const [firstSentence = ''] = messageOf(error).split('. ');
    throw new SetupError(firstSentence, '"npm start -- --help" lists what there is.');
  }
}
