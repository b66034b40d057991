import {
  type FieldProblem,
  InvalidArguments,
  type TaskCatalogue,
  type TaskDefinition,
  validateInput,
} from '@celerity/contracts';
import { IANAZone } from 'luxon';
import { InvalidSchedule } from './invalid-schedule.js';
import { Recurrence } from './recurrence.js';
import type { ScheduleContent } from './schedule-content.js';

/** Whoever means later than this means something else. */
const FARTHEST_MS = 100 * 366 * 24 * 3_600_000;

const ONE_RULE = 'give exactly one of cron, every_seconds and once_at';

/** Everything that is wrong with a schedule, at the given time. Nothing here takes longer than milliseconds. */
export function scheduleProblems(
  content: ScheduleContent,
  catalogue: TaskCatalogue,
  now: Date,
): FieldProblem[] {
  return [...taskProblems(content, catalogue), ...planProblems(content, now)];
}

/** Everything that is wrong with when it fires. */
export function planProblems(content: ScheduleContent, now: Date): FieldProblem[] {
  return [...ruleProblems(content), ...spanProblems(content, now)];
}

function taskProblems(content: ScheduleContent, catalogue: TaskCatalogue): FieldProblem[] {
  const { task_name, queue } = content;
  const task = catalogue.find(task_name);
  if (!task) {
    const similar = catalogue.similar(task_name);
    const hint =
      similar.length > 0 ? `did you mean ${similar.join(' or ')}?` : 'see GET /api/core/task-types';
    return [{ field: 'task_name', message: `is not a known task; ${hint}` }];
  }
  const wrongQueue = queue !== null && queue !== task.family;
  return [
    ...argumentProblems(task, content),
    ...(wrongQueue
      ? [
          {
            field: 'queue',
            message: `must be ${task.family}, the only queue this task runs on; or leave it out`,
          },
        ]
      : []),
  ];
}

function argumentProblems(task: TaskDefinition, { args, kwargs }: ScheduleContent): readonly FieldProblem[] {
  try {
    validateInput(task, args, kwargs);
    return [];
  } catch (error) {
    if (error instanceof InvalidArguments) return error.problems;
    throw error;
  }
}

function ruleProblems({ cron, every_seconds, once_at, zone }: ScheduleContent): FieldProblem[] {
  const rules = [cron, every_seconds, once_at].filter((rule) => rule !== null);
  if (rules.length !== 1) return [{ field: 'cron', message: ONE_RULE }];
  if (!IANAZone.isValidZone(zone))
    return [{ field: 'timezone', message: `"${zone}" is not an IANA time zone such as Europe/Berlin` }];
  if (cron === null) return [];
  try {
    new Recurrence(cron, zone);
    return [];
  } catch (error) {
    if (error instanceof InvalidSchedule) return [{ field: 'cron', message: `cannot fire: ${error.reason}` }];
    throw error;
  }
}

function spanProblems({ once_at, starts_at, ends_at }: ScheduleContent, now: Date): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const [field, at] of Object.entries({ once_at, starts_at, ends_at })) {
    if (at && Math.abs(at.getTime() - now.getTime()) > FARTHEST_MS)
      problems.push({ field, message: 'is more than a hundred years away; give a date that is meant' });
  }
  if (starts_at && ends_at && ends_at <= starts_at)
    problems.push({ field: 'ends_at', message: 'must be after starts_at' });
  return problems;
}
