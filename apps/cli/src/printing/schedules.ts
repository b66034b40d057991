import type { NextOccurrences, ScheduleChangeView, ScheduleView } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { labelledLines } from './labelled-lines.js';
import { age, duration, localTime } from './moments.js';
import type { Style } from './style.js';
import { table } from './table.js';

/** Schedules, a line each. */
export function scheduleTable(
  schedules: readonly ScheduleView[],
  text: Messages,
  width: number,
  style: Style,
): string[] {
  const said = text.schedules;
  return table(
    schedules,
    [
      { title: said.schedule, value: ({ id }) => id },
      { title: text.state, value: ({ status }) => status },
      { title: said.when, value: (schedule) => ruleOf(schedule, text), min: 12 },
      { title: said.next, value: (schedule) => nextOf(schedule, text), spare: 1 },
      { title: said.last, value: (schedule) => lastOf(schedule), spare: 2 },
      { title: text.task, value: ({ task_name }) => task_name.split('.').at(-1) ?? '', min: 20, spare: 3 },
    ],
    width,
    (line) => style.title(line),
  );
}

/** Everything about a schedule that is worth a line. */
export function scheduleDetails(schedule: ScheduleView, text: Messages, style: Style): string[] {
  const { labels } = text.schedules;
  const { starts_at, ends_at, misfire, misfire_max, missed_count, skipped_count } = schedule;
  return labelledLines(
    [
      [text.labels.schedule, schedule.id],
      [labels.about, schedule.description],
      [text.labels.status, schedule.status],
      [labels.problem, schedule.problem],
      [text.labels.task, schedule.task_name],
      [text.labels.arguments, argumentsOf(schedule)],
      [labels.when, `${ruleOf(schedule, text)}  ${schedule.cron === null ? '' : schedule.timezone}`.trim()],
      [labels.span, starts_at || ends_at ? `${moment(starts_at)} – ${moment(ends_at)}` : null],
      [
        labels.next,
        schedule.next_due_at && `${localTime(schedule.next_due_at)}  (${nextOf(schedule, text)})`,
      ],
      [labels.last, lastDetails(schedule, text)],
      [labels.misfire, misfire === 'fire_all' ? `fire_all, ${misfire_max}` : misfire],
      [labels.overlap, schedule.overlap],
      [labels.jitter, schedule.jitter_seconds > 0 ? duration(schedule.jitter_seconds * 1_000) : null],
      [text.labels.priority, schedule.priority === null ? null : String(schedule.priority)],
      [
        text.labels.expires,
        schedule.expires_seconds === null ? null : duration(schedule.expires_seconds * 1_000),
      ],
      [labels.counts, missed_count + skipped_count > 0 ? `${missed_count}, ${skipped_count}` : null],
      [labels.version, `${schedule.version} (${schedule.source})`],
      [labels.changed, localTime(schedule.updated_at)],
    ],
    (label) => style.minor(label),
  );
}

/** When it will fire, on the schedule's clocks and in UTC. */
export function nextTable(next: NextOccurrences, text: Messages, width: number, style: Style): string[] {
  const { schedules: said } = text;
  return table(
    next.results,
    [
      { title: `${said.local} (${next.timezone})`, value: ({ local }) => clockTime(local) },
      { title: said.utc, value: ({ due_at }) => clockTime(due_at) },
    ],
    width,
    (line) => style.title(line),
  );
}

/** Who did what to a schedule. */
export function changeTable(
  changes: readonly ScheduleChangeView[],
  text: Messages,
  width: number,
  style: Style,
): string[] {
  const { schedules: said } = text;
  return table(
    changes,
    [
      { title: said.changedAt, value: ({ at }) => localTime(at) },
      { title: said.actor, value: ({ actor }) => actor },
      { title: said.action, value: ({ action }) => action },
      {
        title: said.before,
        value: ({ before }) => (before ? JSON.stringify(before) : ''),
        min: 10,
        spare: 2,
      },
      { title: said.after, value: ({ after }) => (after ? JSON.stringify(after) : ''), min: 10, spare: 1 },
    ],
    width,
    (line) => style.title(line),
  );
}

function ruleOf({ cron, every_seconds, once_at }: ScheduleView, text: Messages): string {
  if (cron !== null) return cron;
  if (every_seconds !== null) return text.schedules.everySpan(duration(every_seconds * 1_000));
  return text.schedules.onceAt(moment(once_at));
}

function nextOf({ next_due_at, overdue_seconds }: ScheduleView, text: Messages): string {
  if (next_due_at === null) return '';
  if (overdue_seconds >= 1) return text.schedules.overdue(duration(overdue_seconds * 1_000));
  return text.inTime(age(next_due_at).text);
}

function lastOf({ last }: ScheduleView): string {
  return last ? `${age(last.due_at).text} ${last.task_status ?? last.firing}` : '';
}

function lastDetails({ last }: ScheduleView, text: Messages): string | null {
  if (!last) return null;
  const late =
    last.lateness_seconds === null ? '' : text.schedules.late(duration(last.lateness_seconds * 1_000));
  return [localTime(last.due_at), last.task_status ?? last.firing, last.task_id ?? '', late]
    .filter((part) => part !== '')
    .join('  ');
}

function argumentsOf({ args, kwargs }: ScheduleView): string | null {
  const parts = [
    ...(args.length > 0 ? [JSON.stringify(args)] : []),
    ...(Object.keys(kwargs).length > 0 ? [JSON.stringify(kwargs)] : []),
  ];
  return parts.length > 0 ? parts.join(' ') : null;
}

function moment(instant: string | null): string {
  return instant === null ? '…' : localTime(instant);
}

/** `2030-01-31T09:00:00.000+08:00` → `2030-01-31 09:00:00 +08:00`. */
function clockTime(iso: string): string {
  return iso
    .replace('T', ' ')
    .replace(/\.\d+/, '')
    .replace(/([+-]\d\d:\d\d|Z)$/, ' $1')
    .trim();
}
