import type { TaskView } from '@celerity/contracts';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { CopyButton } from '../components/copy-button.js';
import { Panel } from '../components/panel.js';
import { useFormat } from '../format/use-format.js';
import { useMessages } from '../messages/language.js';

/** Where it ran, for how long, and whom it comes from. */
export function TaskFacts({ task }: { readonly task: TaskView }) {
  const messages = useMessages();
  const format = useFormat();
  const other = (id: string | null): ReactNode =>
    id && id !== task.task_id ? (
      <Link href={`/tasks/${id}`}>
        <code>{id}</code>
      </Link>
    ) : null;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [messages.queue, task.queue],
    [messages.attempt, messages.attempts(task.attempt, task.max_retries + 1)],
    [messages.duration, task.duration_ms === null ? null : format.spanMs(task.duration_ms)],
    [messages.worker, task.worker],
    [messages.priority, task.priority],
    [messages.expires, task.expires && format.moment(task.expires)],
    [messages.parent, other(task.parent_id)],
    [messages.root, other(task.root_id)],
    [messages.retriedFrom, other(task.retried_from)],
    [
      messages.scheduleLabel,
      task.schedule && <Link href={`/schedules/${encodeURIComponent(task.schedule)}`}>{task.schedule}</Link>,
    ],
    [messages.submittedBy, task.submitted_by],
    [messages.trace, task.trace_id && <Trace id={task.trace_id} url={task.trace_url} />],
  ];
  return (
    <Panel title={messages.facts}>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== null && value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Panel>
  );
}

function Trace({ id, url }: { readonly id: string; readonly url: string | undefined }) {
  const messages = useMessages();
  return (
    <span className="copied-text">
      {url === undefined ? (
        <code>{id}</code>
      ) : (
        <a href={url} target="_blank" rel="noreferrer">
          <code>{id}</code>
        </a>
      )}
      <CopyButton text={id} what={messages.trace} />
    </span>
  );
}
