import type { NewSchedule, ScheduleFields, ScheduleView } from '@celerity/contracts';
import { kwargsOf, type SchemaField, typedOf } from '../forms/schema-fields.js';

/** The rule by which a schedule fires. */
export const RULES = ['cron', 'every_seconds', 'once_at'] as const;
export type Rule = (typeof RULES)[number];

/** A schedule as it is typed. */
export interface ScheduleDraft {
  readonly rule: Rule;
  /** What a schedule is beside its rule, by the API's names. */
  readonly typed: Readonly<Record<string, string>>;
  readonly task_name: string;
  /** The task's arguments. */
  readonly kwargs: Readonly<Record<string, string>>;
}

const PLAIN = ['description', 'overlap', 'misfire', 'timezone'] as const;

export const EMPTY_DRAFT: ScheduleDraft = {
  rule: 'cron',
  typed: { overlap: 'allow', misfire: 'fire_once' },
  task_name: '',
  kwargs: {},
};

/** A schedule that there is, to be edited. */
export function draftOf(schedule: ScheduleView, fields: readonly SchemaField[]): ScheduleDraft {
  const { cron, every_seconds, once_at, jitter_seconds, task_name } = schedule;
  const plain = PLAIN.map((name) => [name, schedule[name] ?? ''] as const);
  return {
    rule: cron !== null ? 'cron' : every_seconds !== null ? 'every_seconds' : 'once_at',
    typed: {
      ...Object.fromEntries(plain),
      cron: cron ?? '',
      every_seconds: every_seconds === null ? '' : String(every_seconds),
      once_at: once_at === null ? '' : localTime(new Date(once_at)),
      jitter_seconds: String(jitter_seconds),
    },
    task_name,
    kwargs: typedOf(fields, schedule.kwargs),
  };
}

/** When it fires, as the API takes it; null while nothing is typed. */
export function ruleOf({ rule, typed }: ScheduleDraft): Partial<ScheduleFields> | null {
  const text = (typed[rule] ?? '').trim();
  if (!text) return null;
  const zone = (typed['timezone'] ?? '').trim();
  const timezone = zone ? { timezone: zone } : {};
  if (rule === 'every_seconds') return { every_seconds: Number(text), ...timezone };
  if (rule === 'cron') return { cron: text, ...timezone };
  const at = new Date(text);
  return Number.isFinite(at.getTime()) ? { once_at: at.toISOString(), ...timezone } : null;
}

/** A draft as the API takes it. */
export function scheduleOf(draft: ScheduleDraft, fields: readonly SchemaField[]) {
  const { kwargs, problems } = kwargsOf(fields, draft.kwargs);
  const { description = '', overlap, misfire, jitter_seconds = '', id = '' } = draft.typed;
  const schedule: NewSchedule = {
    id: id.trim(),
    task_name: draft.task_name,
    ...ruleOf(draft),
    description: description.trim() || null,
    overlap: (overlap || null) as NewSchedule['overlap'],
    misfire: (misfire || null) as NewSchedule['misfire'],
    jitter_seconds: jitter_seconds.trim() ? Number(jitter_seconds) : null,
    kwargs,
  };
  return { schedule, problems };
}

/** What of an edited draft differs: arguments left alone are not sent, since secrets among them are hidden here. */
export function changesOf(draft: ScheduleDraft, before: ScheduleDraft, fields: readonly SchemaField[]) {
  const { schedule, problems } = scheduleOf(draft, fields);
  const { id: _, kwargs, task_name: __, ...rest } = schedule;
  const isSame = JSON.stringify(draft.kwargs) === JSON.stringify(before.kwargs);
  return { changes: isSame ? rest : { ...rest, kwargs }, problems: isSame ? {} : problems };
}

/** As `datetime-local` controls write it, in the reader's time zone. */
function localTime(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
