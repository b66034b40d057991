import type { TaskView } from '@celerity/contracts';
import { useFormat } from '../format/use-format.js';
import { useMessages } from '../messages/language.js';
import { type TimelineEntry, timelineOf } from './timeline.js';

/** A task's life: when it was accepted, each attempt, how it ended. */
export function TaskTimeline({ task }: { readonly task: TaskView }) {
  const { events, states } = useMessages();
  const format = useFormat();
  const told = ({ kind, attempt = task.attempt }: TimelineEntry): string => {
    if (kind === 'ended') return events.ended(states[task.status]);
    return kind === 'started' || kind === 'failed' ? events[kind](attempt) : events[kind];
  };
  return (
    <ol className="timeline">
      {timelineOf(task).map((entry) => (
        <li
          key={`${entry.kind} ${entry.attempt}`}
          data-kind={entry.kind}
          data-state={entry.kind === 'ended' ? task.status : undefined}
        >
          <span>{told(entry)}</span>
          {entry.at && (
            <time dateTime={entry.at} className="muted small">
              {format.moment(entry.at)}
            </time>
          )}
          {entry.note && <span className="note muted small">{entry.note}</span>}
        </li>
      ))}
    </ol>
  );
}
