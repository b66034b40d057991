import { type ScheduleFields, visibleArguments, type TaskCatalogue } from '@celerity/contracts';
import type { Selectable } from 'kysely';
import type { SchedulesTable } from '../database/beat-database.js';

/** What people say of a schedule, and what its audit trail remembers. */
export type ScheduleContent = Pick<
  Selectable<SchedulesTable>,
  | 'description'
  | 'task_name'
  | 'args'
  | 'kwargs'
  | 'cron'
  | 'every_seconds'
  | 'once_at'
  | 'zone'
  | 'starts_at'
  | 'ends_at'
  | 'priority'
  | 'queue'
  | 'expires_seconds'
  | 'misfire'
  | 'misfire_max'
  | 'overlap'
  | 'jitter_seconds'
  | 'enabled'
>;

const RULES = ['cron', 'every_seconds', 'once_at'] as const;
const DEFAULT_MISFIRE_MAX = 100;

/** A schedule of which nothing is said but when it fires and what it sends. */
export function plainContent(zone: string): Omit<ScheduleContent, 'task_name'> {
  return {
    description: null,
    args: [],
    kwargs: {},
    cron: null,
    every_seconds: null,
    once_at: null,
    zone,
    starts_at: null,
    ends_at: null,
    priority: null,
    queue: null,
    expires_seconds: null,
    misfire: 'fire_once',
    misfire_max: null,
    overlap: 'allow',
    jitter_seconds: 0,
    enabled: true,
  };
}

/** The content after some fields were said anew; `null` takes a field back to `plain`. */
export function withFields(
  before: ScheduleContent,
  fields: ScheduleFields & { readonly task_name?: string },
  plain: Omit<ScheduleContent, 'task_name'>,
): ScheduleContent {
  const { timezone, once_at, starts_at, ends_at, task_name, ...same } = said(fields);
  const after = {
    ...before,
    ...orPlain(same, plain),
    ...(task_name ? { task_name } : {}),
    ...(timezone === undefined ? {} : { zone: timezone ?? plain.zone }),
    ...(once_at === undefined ? {} : { once_at: instant(once_at) }),
    ...(starts_at === undefined ? {} : { starts_at: instant(starts_at) }),
    ...(ends_at === undefined ? {} : { ends_at: instant(ends_at) }),
  } as ScheduleContent;
  // Another kind of rule takes the place of the one before.
  const given = RULES.filter((rule) => fields[rule] !== undefined && fields[rule] !== null);
  const replaced =
    given.length === 1 ? Object.fromEntries(RULES.filter((r) => r !== given[0]).map((r) => [r, null])) : {};
  const misfire_max = after.misfire === 'fire_all' ? (after.misfire_max ?? DEFAULT_MISFIRE_MAX) : null;
  return { ...after, ...replaced, misfire_max };
}

/** As people may see it: without the values of secret arguments. */
export function visibleContent(content: ScheduleContent, catalogue: TaskCatalogue): ScheduleContent {
  const task = catalogue.find(content.task_name);
  return { ...content, ...visibleArguments(task, content.args, content.kwargs) };
}

function said<T extends object>(fields: T): T {
  const { id: _id, version: _version, ...rest } = fields as T & { id?: unknown; version?: unknown };
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as T;
}

function orPlain(fields: object, plain: object): object {
  const defaults = plain as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value ?? defaults[name]]));
}

function instant(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
