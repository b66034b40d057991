import type { TaskView } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { age, duration } from './moments.js';
import type { Style } from './style.js';
import { type Column, table } from './table.js';

/** Below this, an id and a state have no room in one line. */
const TWO_LINES_BELOW = 46;

/** Tasks that have not ended, a line each; two where the terminal is very narrow. */
export function activeTaskTable(
  tasks: readonly TaskView[],
  text: Messages,
  width: number,
  style: Style,
): string[] {
  const { id, state, task, queue, worker } = commonColumns(text, style);
  const columns: Column<TaskView>[] = [
    id,
    state,
    task,
    { title: text.progress, value: progressOf, align: 'right', spare: 4 },
    { title: text.sentAge, value: ({ submitted_at }) => ageOf(submitted_at), align: 'right', spare: 3 },
    queue,
    worker,
  ];
  return taskTable(tasks, columns, width, style);
}

/** Tasks that have ended, a line each; two where the terminal is very narrow. */
export function endedTaskTable(
  tasks: readonly TaskView[],
  text: Messages,
  width: number,
  style: Style,
): string[] {
  const { id, state, task, queue, worker } = commonColumns(text, style);
  const columns: Column<TaskView>[] = [
    id,
    state,
    task,
    { title: text.endedAge, value: ({ finished_at }) => ageOf(finished_at), align: 'right', spare: 3 },
    {
      title: text.time,
      value: ({ duration_ms }) => (duration_ms === null ? '' : duration(duration_ms)),
      align: 'right',
      spare: 4,
    },
    queue,
    worker,
    // Last: elsewhere than on a terminal it is as long as it is, and nothing behind it is pushed away.
    { title: text.outcome, value: outcomeOf, min: 16, spare: 6, style: (cell) => style.minor(cell) },
  ];
  return taskTable(tasks, columns, width, style);
}

function taskTable(
  tasks: readonly TaskView[],
  columns: readonly Column<TaskView>[],
  width: number,
  style: Style,
): string[] {
  if (width >= TWO_LINES_BELOW) return table(tasks, columns, width, (line) => style.title(line));
  const [id, ...others] = columns;
  const [title = '', ...rest] = table(tasks, others, width - INDENT.length, (line) => style.title(line));
  const ids = tasks.map((task) => id?.value(task) ?? '');
  return [`${INDENT}${title}`, ...rest.flatMap((line, index) => [ids[index] ?? '', INDENT + line])];
}

const INDENT = '  ';

function commonColumns(text: Messages, style: Style): CommonColumns {
  return {
    id: { title: text.id, value: ({ task_id }) => task_id },
    state: {
      title: text.state,
      value: ({ status }) => status,
      spare: 1,
      style: (cell, { status }) => style.state(status, cell),
    },
    // The family goes without saying: it is the queue.
    task: {
      title: text.task,
      value: ({ task_name }) => task_name.split('.').at(-1) ?? task_name,
      min: 25,
      spare: 2,
    },
    queue: { title: text.queue, value: ({ queue }) => queue, spare: 5 },
    worker: { title: text.worker, value: ({ worker }) => worker ?? '', spare: 7 },
  };
}

type CommonColumns = Record<'id' | 'state' | 'task' | 'queue' | 'worker', Column<TaskView>>;

function ageOf(instant: string | null): string {
  return instant === null ? '' : age(instant).text;
}

function progressOf({ progress }: TaskView): string {
  return progress ? `${Math.floor(progress.percent)} %` : '';
}

function outcomeOf({ error, result }: TaskView): string {
  if (error) return `${error.type}: ${error.message}`;
  return result === null || result === undefined ? '' : JSON.stringify(result);
}
