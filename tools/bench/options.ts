import { parseArgs } from 'node:util';
import { SetupError } from '@celerity/tools/local/setup-error.ts';
import { WORKLOADS } from './workloads/index.ts';
import type { Workload } from './workloads/workload.ts';

export interface Options {
  readonly workloads: readonly Workload[];
  readonly quick: boolean;
  readonly check: boolean;
  readonly rounds: number;
  readonly shrink: number;
  readonly minutes: number;
}

const USAGE = 'npm run bench -- [W1 W4 …] [--quick] [--check] [--rounds 5] [--minutes 10]';

/** @throws SetupError that says what can be said */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const unknown = positionals.find((id) => !WORKLOADS.some((workload) => workload.id === id.toUpperCase()));
  if (unknown !== undefined) {
    const known = WORKLOADS.map(({ id, title }) => `${id} (${title})`).join(', ');
    throw new SetupError(`there is no workload ${unknown}`, `Choose of ${known}.`);
  }
  const wanted = positionals.map((id) => id.toUpperCase());
  return {
    workloads: WORKLOADS.filter(({ id, onlyWhenNamed }) =>
      wanted.length === 0 ? !onlyWhenNamed : wanted.includes(id),
    ),
    quick: values.quick,
    check: values.check,
    rounds: positive('rounds', values.rounds ?? (values.quick ? '3' : '5')),
    shrink: positive('shrink', values.shrink),
    minutes: positive('minutes', values.minutes),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        shrink: { type: 'string', default: '1' },
        minutes: { type: 'string', default: '10' },
      },
    });
  } catch (error) {
    throw new SetupError((error as Error).message, USAGE);
  }
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new SetupError(`--${name} ${text} is not a whole number above 0`, USAGE);
  return value;
}
