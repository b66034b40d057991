import { hasEnded } from '@celerity/client';
import type { TaskLogLine, TaskView } from '@celerity/contracts';
import { useQuery } from '@tanstack/react-query';
import { Answer } from '../components/answer.js';
import { Panel } from '../components/panel.js';
import { useFormat } from '../format/use-format.js';
import { useRefetchInterval } from '../live/refresh.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';

/** What the task logged, in order. */
export function TaskLog({ task }: { readonly task: TaskView }) {
  const messages = useMessages();
  const format = useFormat();
  const client = useClient();
  const every = useRefetchInterval();
  const ended = hasEnded(task);
  const lines = useQuery({
    queryKey: ['logs', task.task_id, ended],
    queryFn: async ({ signal }) => {
      const all: TaskLogLine[] = [];
      for await (const { results } of client.logs(task.task_id, { signal })) all.push(...results);
      return all;
    },
    refetchInterval: ended ? false : every,
    placeholderData: (before) => before,
  });
  return (
    <Panel title={messages.logs}>
      <Answer of={lines}>
        {(all) =>
          all.length === 0 ? (
            <p className="muted">{messages.noLogs}</p>
          ) : (
            <ol className="log" tabIndex={0} aria-label={messages.logs}>
              {all.map(({ at, attempt, text, facts }, index) => (
                <li key={index}>
                  <time dateTime={at} className="muted">
                    {format.shortMoment(at)}
                  </time>{' '}
                  <span className="muted">#{attempt}</span> {text}
                  {facts && <span className="muted"> {JSON.stringify(facts)}</span>}
                </li>
              ))}
            </ol>
          )
        }
      </Answer>
    </Panel>
  );
}
