import type { TaskErrorView, TaskResultView, TaskView } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { type Labelled, labelledLines } from './labelled-lines.js';
import { age, duration, localTime } from './moments.js';
import { visible } from './plain-text.js';
import type { Style } from './style.js';

const USUAL_PRIORITY = 5;

/** Everything about a task that is worth a line. */
export function taskDetails(task: TaskView, text: Messages, style: Style): string[] {
  const { labels } = text;
  const pairs: Labelled[] = [
    [labels.task, task.task_name],
    [labels.id, task.task_id],
    [labels.status, task.status],
    [labels.progress, progressOf(task)],
    [labels.queue, task.queue],
    [labels.attempt, text.attemptOf(task.attempt, task.max_retries + 1)],
    [labels.arguments, argumentsOf(task)],
    [labels.priority, task.priority === USUAL_PRIORITY ? null : String(task.priority)],
    [labels.due, when(task.eta, text)],
    [labels.expires, when(task.expires, text)],
    [labels.sent, when(task.submitted_at, text, task.submitted_by)],
    [labels.revoked, when(task.revoke_requested_at ?? null, text)],
    [labels.started, when(task.started_at, text)],
    [labels.ended, endOf(task, text)],
    [labels.worker, task.worker],
    [labels.schedule, task.schedule],
    [labels.parent, task.parent_id],
    [labels.retriedFrom, task.retried_from],
    [labels.trace, task.trace_id],
    [labels.result, task.status === 'SUCCESS' ? pretty(task.result) : null],
    [labels.error, task.error && errorText(task.error)],
  ];
  const lines = labelledLines(pairs, (label) => style.minor(label));
  return lines.map((line, index) =>
    index === 2 ? line.replace(task.status, style.state(task.status)) : line,
  );
}

/** The outcome, and nothing else: what a script's reader wants to see. */
export function outcomeLines(outcome: TaskResultView, style: Style): string[] {
  const state = style.state(outcome.status);
  if (outcome.error) return [`${state}  ${style.failure(visible(errorText(outcome.error)))}`];
  return outcome.status === 'SUCCESS' ? [state, visible(pretty(outcome.result))] : [state];
}

function errorText({ type, message }: TaskErrorView): string {
  return `${type}: ${message}`;
}

function pretty(value: unknown): string {
  return JSON.stringify(value ?? null, null, 2);
}

function progressOf({ progress }: TaskView): string | null {
  return progress ? `${Math.floor(progress.percent)} %  ${progress.description}`.trimEnd() : null;
}

function argumentsOf({ args, kwargs }: TaskView): string | null {
  const parts = [
    ...(args.length > 0 ? [JSON.stringify(args)] : []),
    ...(Object.keys(kwargs).length > 0 ? [JSON.stringify(kwargs)] : []),
  ];
  return parts.length > 0 ? parts.join(' ') : null;
}

function when(instant: string | null, text: Messages, by: string | null = null): string | null {
  if (instant === null) return null;
  const { text: away, isFuture } = age(instant);
  const past = by === null ? text.ago(away) : text.agoBy(away, by);
  return `${localTime(instant)}  (${isFuture ? text.inTime(away) : past})`;
}

function endOf({ finished_at, duration_ms }: TaskView, text: Messages): string | null {
  const at = when(finished_at, text);
  return at && duration_ms !== null ? `${at}  ${text.took(duration(duration_ms))}` : at;
}
