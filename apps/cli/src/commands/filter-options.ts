import { STATES } from '@celerity/client';
import type { TaskFilter } from '@celerity/contracts';
import { type Command, Option } from 'commander';
import type { App } from '../app.js';
import { choiceOf } from '../parsing/choice.js';
import { pastInstantOf } from '../parsing/instants.js';
import { wholeNumberOf } from '../parsing/numbers.js';

const MOST_TASKS = 100_000;
const DEFAULT_LIMIT = 20;

/** What commander makes of the options below. */
export interface FilterOptions extends Pick<
  TaskFilter,
  'status' | 'queue' | 'worker' | 'since' | 'until' | 'cursor'
> {
  readonly taskName?: string;
  readonly search?: string;
  readonly delayed?: boolean;
  readonly limit?: number;
}

/** The filters that both lists of tasks take. */
export function addFilterOptions(command: Command, { text }: App): Command {
  return command
    .addOption(
      new Option('--status <status>', text.statusOption)
        .choices(STATES)
        .argParser(choiceOf(text, '--status', STATES)),
    )
    .option('--task-name <name>', text.nameOption)
    .option('--queue <queue>', text.onlyQueueOption)
    .option('--worker <worker>', text.workerOption)
    .option('--since <when>', text.sinceOption, pastInstantOf(text, '--since'))
    .option('--until <when>', text.untilOption, pastInstantOf(text, '--until'))
    .option('-q, --search <text>', text.searchOption)
    .option(
      '--limit <n>',
      `${text.limitOption} (${DEFAULT_LIMIT})`,
      wholeNumberOf(text, '--limit', 1, MOST_TASKS),
    )
    .option('--cursor <cursor>', text.cursorOption);
}

/** The filter of the API, and how many tasks are wanted in all. */
export function filterOf(options: FilterOptions): { readonly filter: TaskFilter; readonly limit: number } {
  const {
    taskName,
    search,
    limit = DEFAULT_LIMIT,
    delayed,
    status,
    queue,
    worker,
    since,
    until,
    cursor,
  } = options;
  return {
    filter: { status, task_name: taskName, queue, worker, since, until, q: search, delayed, cursor },
    limit,
  };
}

/** True when not all tasks were asked for. */
export function isFiltered({ limit: _limit, ...options }: FilterOptions): boolean {
  return Object.values(options).some((value) => value !== undefined);
}
