import type { StreamedEvent, TaskState, TaskView } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { clockTime, duration, localTime } from './moments.js';
import { columnsOf, cutTo, inOneLine } from './plain-text.js';
import type { Style } from './style.js';

const STATE_COLUMNS = 8;
/** Columns of the task's name, on a terminal that is wide enough for its id beside it; and on narrower ones. */
const NAME = { wide: 24, medium: 20, narrow: 12 };
const WIDE_FROM = 110;
const MEDIUM_FROM = 80;

/** An event in a line; several where a task has logged several. */
export function eventLine(event: StreamedEvent, text: Messages, width: number, style: Style): string[] {
  const { at, status, task_name, task_id } = event;
  const line = (when: string, detail: string): string =>
    lineOf({ at: when, status, name: task_name, id: task_id, detail }, width, style);
  // Where the id has no column it is told once.
  if (event.type === 'accepted' && width < WIDE_FROM) return [line(at, task_id)];
  if (event.type !== 'logged') return [line(at, detailOf(event, text))];
  return event.lines.map((logged) => line(logged.at, inOneLine(logged.text)));
}

/** A task as it stands. */
export function stateLine(task: TaskView, text: Messages, width: number, style: Style): string {
  const { status, task_name, task_id, progress, error, started_at, submitted_at, finished_at } = task;
  const at = finished_at ?? started_at ?? submitted_at ?? new Date().toISOString();
  const detail = error ? `${error.type}: ${error.message}` : progress ? progressText(progress) : '';
  const shown = status === 'PENDING' && detail === '' ? text.waiting : detail;
  return lineOf({ at, status, name: task_name, id: task_id, detail: shown }, width, style);
}

interface Parts {
  readonly at: string;
  readonly status: TaskState | null;
  readonly name: string | null;
  readonly id: string;
  readonly detail: string;
}

function lineOf({ at, status, name, id, detail }: Parts, width: number, style: Style): string {
  const state = (status ?? '').padEnd(STATE_COLUMNS);
  const columns = width >= WIDE_FROM ? NAME.wide : width >= MEDIUM_FROM ? NAME.medium : NAME.narrow;
  const short = padded(name?.split('.').at(-1) ?? '?', columns);
  const head = [clockTime(new Date(at)), state, short, ...(width >= WIDE_FROM ? [id] : [])].join('  ');
  const room = width - columnsOf(head) - 2;
  const tail = detail !== '' && room > 3 ? style.minor(cutTo(inOneLine(detail), room)) : '';
  const coloured = status === null ? head : head.replace(state, style.state(status, state));
  return tail === '' ? coloured.trimEnd() : `${coloured}  ${tail}`;
}

function padded(text: string, columns: number): string {
  const cut = cutTo(inOneLine(text), columns);
  return cut + ' '.repeat(columns - columnsOf(cut));
}

function detailOf(event: Exclude<StreamedEvent, { type: 'logged' }>, text: Messages): string {
  const said = text.live;
  switch (event.type) {
    case 'accepted':
      return event.eta === null
        ? (event.submitted_by ?? event.schedule ?? '')
        : said.due(localTime(event.eta));
    case 'refused':
      return event.reason;
    case 'progressed':
      return progressText(event.progress);
    case 'succeeded':
      return `${duration(event.duration_ms)}  ${JSON.stringify(event.result ?? null)}`;
    case 'retry_scheduled':
      return `${said.retryAt(event.attempt, localTime(event.next_at))}: ${event.error.type}: ${event.error.message}`;
    case 'failed':
      return `${event.error.type}: ${event.error.message}`;
    case 'rescheduled':
      return said.due(localTime(event.eta));
    case 'interrupted':
      return said.givenBack;
    case 'revoke_requested':
      return said.revokeAsked(event.by);
    case 'revoke_acknowledged':
      return said.revokeHeard(event.worker);
    case 'started':
      return event.worker;
    default:
      return '';
  }
}

function progressText({ percent, description }: { percent: number; description: string }): string {
  return `${Math.floor(percent)} %  ${description}`.trimEnd();
}
