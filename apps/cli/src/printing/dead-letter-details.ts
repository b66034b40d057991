import type { DeadLetterView, TaskErrorView } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { type Labelled, labelledLines } from './labelled-lines.js';
import { age, localTime } from './moments.js';
import type { Style } from './style.js';

/** Everything about a dead letter. */
export function deadLetterDetails(letter: DeadLetterView, text: Messages, style: Style): string[] {
  const { labels } = text.ofDeadLetters;
  const pairs: Labelled[] = [
    [text.labels.id, letter.id],
    [labels.state, letter.state],
    [labels.cause, letter.cause],
    [labels.task, letter.task_name],
    [labels.taskId, letter.task_id],
    [labels.queue, letter.queue],
    [labels.attempts, String(letter.attempts)],
    [labels.arrived, when(letter.arrived_at, text)],
    [labels.firstError, errorText(letter.first_error)],
    [labels.lastError, errorText(letter.last_error)],
    [labels.resolved, letter.resolved_at && when(letter.resolved_at, text, letter.resolved_by)],
    ...letter.replays.map(({ task_id, at, by }): Labelled => [
      labels.replayedAs,
      `${task_id}  ${when(at, text, by)}`,
    ]),
    [
      labels.arguments,
      letter.readable ? `${JSON.stringify(letter.args)} ${JSON.stringify(letter.kwargs)}` : null,
    ],
    [labels.contentType, letter.content_type],
    [labels.headers, Object.keys(letter.headers).length > 0 ? JSON.stringify(letter.headers, null, 2) : null],
    [labels.body, bodyText(letter, text)],
  ];
  return labelledLines(pairs, (label) => style.minor(label));
}

function bodyText({ body, size_bytes }: DeadLetterView, text: Messages): string {
  const words = text.ofDeadLetters;
  if (body.encoding === 'hidden') return words.hidden;
  const content = body.encoding === 'base64' ? `base64:${body.content}` : body.content;
  return body.truncated ? `${content}\n${words.truncated(size_bytes)}` : content;
}

function errorText(error: TaskErrorView | null): string | null {
  return error && `${error.type}: ${error.message}`;
}

function when(instant: string, text: Messages, by: string | null = null): string {
  const { text: away } = age(instant);
  return `${localTime(instant)}  (${by === null ? text.ago(away) : text.agoBy(away, by)})`;
}
