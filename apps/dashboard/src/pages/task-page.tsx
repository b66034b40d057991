import { hasEnded } from '@celerity/client';
import type { TaskView } from '@celerity/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Answer } from '../components/answer.js';
import { JsonBlock } from '../components/json-block.js';
import { PageHead, Panel } from '../components/panel.js';
import { StateBadge } from '../components/state-badge.js';
import { useRefetchInterval } from '../live/refresh.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';
import { TaskActions } from '../tasks/task-actions.js';
import { TaskChildren } from '../tasks/task-children.js';
import { TaskFacts } from '../tasks/task-facts.js';
import { TaskLog } from '../tasks/task-log.js';
import { TaskTimeline } from '../tasks/task-timeline.js';

export function TaskPage({ id }: { readonly id: string }) {
  const client = useClient();
  const queries = useQueryClient();
  const every = useRefetchInterval();
  const task = useQuery({
    queryKey: ['task', id],
    queryFn: async ({ signal }) => {
      const task = await client.task(id, { signal });
      // The stream may know of its end before the history does.
      const told = queries.getQueryData<TaskView>(['task', id]);
      return told && hasEnded(told) && !hasEnded(task) ? told : task;
    },
    refetchInterval: ({ state: { data } }) => (data && hasEnded(data) && data.finished_at ? false : every),
  });
  return <Answer of={task}>{(data) => <Task task={data} />}</Answer>;
}

function Task({ task }: { readonly task: TaskView }) {
  const messages = useMessages();
  return (
    <>
      <PageHead
        title={
          <>
            {task.task_name || messages.unknownTask} <StateBadge state={task.status} />
          </>
        }
        note={<code>{task.task_id}</code>}
      >
        <TaskActions task={task} />
      </PageHead>
      {task.progress && <Progress {...task.progress} />}
      {task.error && (
        <Panel title={messages.error}>
          <p className="error-line">
            <strong>{task.error.type}</strong>: {task.error.message}
          </p>
          {task.error.stack && (
            <details>
              <summary>{messages.stack}</summary>
              <JsonBlock value={task.error.stack} label={messages.stack} />
            </details>
          )}
        </Panel>
      )}
      <div className="columns">
        <Panel title={messages.timeline}>
          <TaskTimeline task={task} />
        </Panel>
        <TaskFacts task={task} />
        <Panel title={messages.arguments}>
          {task.args.length > 0 && <JsonBlock value={task.args} label={`${messages.arguments} (args)`} />}
          <JsonBlock value={task.kwargs} label={messages.arguments} />
        </Panel>
        <Panel title={messages.result}>
          {task.result === null ? (
            <p className="muted">{hasEnded(task) ? messages.none : messages.noResult}</p>
          ) : (
            <JsonBlock value={task.result} label={messages.result} />
          )}
        </Panel>
      </div>
      <TaskLog task={task} />
      <TaskChildren task={task} />
    </>
  );
}

function Progress({ current, total, percent, description }: NonNullable<TaskView['progress']>) {
  const messages = useMessages();
  return (
    <div className="progress">
      <progress value={percent} max={100} aria-label={messages.progress} />
      <span>
        {Math.round(percent)} % · {current}/{total} {description}
      </span>
    </div>
  );
}
