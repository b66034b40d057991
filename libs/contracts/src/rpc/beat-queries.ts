import type { FieldProblem } from '../http/problem.js';
import type {
  NewSchedule,
  ScheduleChanges,
  ScheduleFilter,
  SchedulePreview,
} from '../http/schedule-fields.js';
import type { Kwargs } from '../task-message.js';

/** Message patterns of beat's request/reply queue. Any replica answers; edits take effect through the database. */
export const BEAT_QUERIES = {
  schedules: 'beat.schedules',
  schedule: 'beat.schedule',
  createSchedule: 'beat.create-schedule',
  editSchedule: 'beat.edit-schedule',
  pauseSchedule: 'beat.pause-schedule',
  resumeSchedule: 'beat.resume-schedule',
  deleteSchedule: 'beat.delete-schedule',
  runSchedule: 'beat.run-schedule',
  nextOccurrences: 'beat.next-occurrences',
  previewSchedule: 'beat.preview-schedule',
  scheduleChanges: 'beat.schedule-changes',
  rescheduleTask: 'beat.reschedule-task',
} as const;

export interface SchedulesQuery {
  readonly filter: ScheduleFilter;
}

export interface ScheduleQuery {
  readonly id: string;
}

/** Who changes something, for the audit trail. */
interface ByActor {
  readonly actor: string;
}

export interface CreateSchedule extends ByActor {
  readonly schedule: NewSchedule;
}

/** Changes one schedule; with `version` only if that is the present one. */
export interface ChangeSchedule extends ByActor {
  readonly id: string;
  readonly version?: number;
}

export interface EditSchedule extends ChangeSchedule {
  readonly changes: ScheduleChanges;
}

/** `task_id` is the id that the task will have. */
export interface RunSchedule extends ChangeSchedule {
  readonly task_id: string;
}

/** What a schedule sends, in full: secrets included, so it goes nowhere but into the task. */
export interface ScheduledTask {
  readonly task_name: string;
  readonly args: readonly unknown[];
  readonly kwargs: Kwargs;
  readonly priority: number | null;
  readonly expires_seconds: number | null;
}

export interface NextOccurrencesQuery extends ScheduleQuery {
  readonly count: number;
}

/** Asks when a schedule with this rule would fire. */
export interface PreviewSchedule {
  readonly preview: SchedulePreview;
}

export interface ScheduleChangesQuery extends ScheduleQuery {
  readonly limit?: number;
  readonly cursor?: number;
}

/** Moves a delayed task: `eta`, or so many seconds from now by the database's clock. */
export interface RescheduleTask extends ByActor {
  readonly task_id: string;
  readonly eta?: string;
  readonly countdown?: number;
}

/** How beat says no, as it travels. */
export type BeatRefusal =
  | { readonly code: 'invalid'; readonly problems: readonly FieldProblem[] }
  | { readonly code: 'unknown_schedule'; readonly message: string }
  | { readonly code: 'exists' | 'version_conflict' | 'not_waiting'; readonly message: string };

const REFUSALS: readonly string[] = [
  'invalid',
  'unknown_schedule',
  'exists',
  'version_conflict',
  'not_waiting',
];

/** True for refusals of beat itself, as opposed to errors of the transport. */
export function isBeatRefusal(error: unknown): error is BeatRefusal {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return REFUSALS.includes(String(error.code));
}
