import { parseArgs } from 'node:util';
import { SetupError } from '@celerity/tools/local/setup-error.ts';

/** What `npm run chaos -- …` was asked for. */
export interface ChaosOptions {
  readonly list: boolean;
  /** The starred rows and the self-test. */
  readonly ci: boolean;
  readonly selfTest: boolean;
  /** Only writes docs/chaos-results.md. */
  readonly report: boolean;
  readonly rows: readonly string[];
  readonly seed: number | null;
  /** Runs each row so often, each time with the next seed. */
  readonly repeat: number;
}

const USAGE = 'npm run chaos -- [--list] [--ci] [--self-test] [--report] [--row ID]… [--seed N] [--repeat N]';

/** @throws SetupError with the usage. */
export function readOptions(args: readonly string[]): ChaosOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        list: { type: 'boolean', default: false },
        ci: { type: 'boolean', default: false },
        'self-test': { type: 'boolean', default: false },
        report: { type: 'boolean', default: false },
        row: { type: 'string', multiple: true, default: [] },
        seed: { type: 'string' },
        repeat: { type: 'string', default: '1' },
      },
    });
    return {
      list: values.list,
      ci: values.ci,
      selfTest: values['self-test'],
      report: values.report,
      rows: values.row,
      seed: values.seed === undefined ? null : wholeNumber('--seed', values.seed),
      repeat: wholeNumber('--repeat', values.repeat),
    };
  } catch (error) {
    throw new SetupError((error as Error).message, USAGE);
  }
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${option} takes a whole number, not "${text}"`);
  return Number(text);
}
