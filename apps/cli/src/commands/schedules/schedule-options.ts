import type { MisfirePolicy, OverlapPolicy, ScheduleFields } from '@celerity/contracts';
import { type Command, Option } from 'commander';
import type { App } from '../../app.js';
import { WrongUsage } from '../../failures/wrong-usage.js';
import { choiceOf } from '../../parsing/choice.js';
import { instantOf } from '../../parsing/instants.js';
import { jsonArrayOf, jsonObjectOf } from '../../parsing/json.js';
import { numberOf, wholeNumberOf } from '../../parsing/numbers.js';
import { spanOf } from '../../parsing/spans.js';

const YEAR_S = 366 * 24 * 3_600;
const DAY_S = 24 * 3_600;
const MOST_MISFIRES = 1_000;

const MISFIRE: MisfirePolicy[] = ['skip', 'fire_once', 'fire_all'];
const OVERLAP: OverlapPolicy[] = ['allow', 'skip', 'queue'];

/** Fields that `--clear` takes. */
const CLEARABLE = [
  'description',
  'timezone',
  'starts_at',
  'ends_at',
  'args',
  'kwargs',
  'priority',
  'queue',
  'expires_seconds',
  'misfire',
  'misfire_max',
  'overlap',
  'jitter_seconds',
];

/** What commander makes of the options below. */
export interface ScheduleOptions extends Pick<
  ScheduleFields,
  'cron' | 'timezone' | 'args' | 'kwargs' | 'priority' | 'queue' | 'misfire' | 'overlap' | 'description'
> {
  readonly every?: number;
  readonly once?: string;
  readonly starts?: string;
  readonly ends?: string;
  readonly expires?: number;
  readonly misfireMax?: number;
  readonly jitter?: number;
}

/** What can be said of a schedule, new or not. */
export function addScheduleOptions(command: Command, { text }: App): Command {
  const { schedules } = text;
  return command
    .option('--cron <expression>', schedules.cronOption)
    .option('--every <span>', schedules.everyOption, spanOf(text, '--every'))
    .option('--once <time>', schedules.onceOption, instantOf(text, '--once'))
    .option('--timezone <zone>', schedules.timezoneOption)
    .option('--starts <time>', schedules.startsOption, instantOf(text, '--starts'))
    .option('--ends <time>', schedules.endsOption, instantOf(text, '--ends'))
    .option('--args <json>', text.argsOption, jsonArrayOf(text, '--args'))
    .option('--kwargs <json>', text.kwargsOption, jsonObjectOf(text, '--kwargs'))
    .option('--priority <n>', text.priorityOption, wholeNumberOf(text, '--priority', 0, 9))
    .option('--queue <queue>', text.queueOption)
    .option('--expires <seconds>', schedules.expiresOption, numberOf(text, '--expires', 1, YEAR_S))
    .addOption(
      new Option('--misfire <policy>', schedules.misfireOption)
        .choices(MISFIRE)
        .argParser(choiceOf(text, '--misfire', MISFIRE)),
    )
    .option(
      '--misfire-max <n>',
      schedules.misfireMaxOption,
      wholeNumberOf(text, '--misfire-max', 1, MOST_MISFIRES),
    )
    .addOption(
      new Option('--overlap <policy>', schedules.overlapOption)
        .choices(OVERLAP)
        .argParser(choiceOf(text, '--overlap', OVERLAP)),
    )
    .option('--jitter <seconds>', schedules.jitterOption, numberOf(text, '--jitter', 0, DAY_S))
    .option('--description <text>', schedules.descriptionOption);
}

/** The same in the API's words; what was not given is left out. */
export function fieldsOf(options: ScheduleOptions): ScheduleFields {
  const { cron, every, once, timezone, starts, ends, args, kwargs, priority, queue, expires } = options;
  const { misfire, misfireMax, overlap, jitter, description } = options;
  const fields = {
    ...{ description, cron, every_seconds: every, once_at: once, timezone, starts_at: starts, ends_at: ends },
    ...{ args, kwargs, priority, queue, expires_seconds: expires, misfire, misfire_max: misfireMax },
    ...{ overlap, jitter_seconds: jitter },
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Collects `--clear ends_at --clear priority`. */
export function clearedFields({ text }: App) {
  return (given: string, before: readonly string[] = []): readonly string[] => {
    const name = given.replaceAll('-', '_');
    if (CLEARABLE.includes(name)) return [...before, name];
    throw new WrongUsage(text.invalidValue('--clear', given, text.schedules.isNoField));
  };
}
