import type { TaskView } from '@celerity/contracts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { StateBadge } from '../components/state-badge.js';
import { useFormat } from '../format/use-format.js';
import { useMessages } from '../messages/language.js';

const ROW = 44;
// The same function each time: with another one all rows would be measured anew.
const rowHeight = () => ROW;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 40;

/** Any number of tasks: only the rows in sight are in the document. */
export function TaskTable({
  tasks,
  hasMore,
  busy,
  onMore,
  onNewest,
}: {
  readonly tasks: readonly TaskView[];
  readonly hasMore: boolean;
  readonly busy: boolean;
  readonly onMore: () => void;
  /** Where the list stands still: begins anew with what is newest. */
  readonly onNewest?: (() => void) | undefined;
}) {
  const messages = useMessages();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => {
    // Only a reader who scrolls wants more than the first page.
    if (hasMore && !busy && rows.scrollOffset && lastSeen >= tasks.length - AHEAD) onMore();
  }, [hasMore, busy, lastSeen, tasks.length, onMore, rows.scrollOffset]);

  if (tasks.length === 0) return <p className="panel muted empty">{messages.noTasks}</p>;
  const heads = [
    messages.status,
    messages.task,
    messages.queue,
    messages.attempt,
    messages.submitted,
    messages.duration,
    messages.worker,
  ];
  return (
    <div className="panel">
      <div className="task-scroll" ref={scroller} tabIndex={0} role="region" aria-label={messages.tasks}>
        <div role="table" aria-label={messages.tasks} aria-rowcount={hasMore ? -1 : tasks.length + 1}>
          <div role="rowgroup" className="task-head">
            <div role="row" className="task-row">
              {heads.map((name) => (
                <span role="columnheader" key={name}>
                  {name}
                </span>
              ))}
            </div>
          </div>
          <div role="rowgroup" className="task-body" style={{ height: rows.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const task = tasks[index];
              return task && <Row key={task.task_id} task={task} index={index} top={start} />;
            })}
          </div>
        </div>
      </div>
      <div className="panel-foot">
        <span className="muted small">{messages.loadedCount(tasks.length, hasMore)}</span>
        {onNewest && (
          <button
            type="button"
            className="button small"
            onClick={() => {
              scroller.current?.scrollTo(0, 0);
              onNewest();
            }}
          >
            {messages.showNewest}
          </button>
        )}
        {hasMore && (
          <button type="button" className="button small" disabled={busy} onClick={onMore}>
            {messages.loadMore}
          </button>
        )}
      </div>
    </div>
  );
}

const Row = memo(function Row({
  task,
  index,
  top,
}: {
  readonly task: TaskView;
  readonly index: number;
  readonly top: number;
}) {
  const format = useFormat();
  const messages = useMessages();
  return (
    <div
      role="row"
      className="task-row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${top}px)`, height: ROW }}
    >
      <span role="cell">
        <StateBadge state={task.status} />
      </span>
      <span role="cell">
        <Link href={`/tasks/${task.task_id}`} title={task.task_id}>
          {task.task_name || messages.unknownTask}
        </Link>
      </span>
      <span role="cell">{task.queue}</span>
      <span role="cell">{task.attempt}</span>
      <span role="cell">{format.shortMoment(task.submitted_at)}</span>
      <span role="cell">{format.spanMs(task.duration_ms)}</span>
      <span role="cell" title={task.worker ?? undefined}>
        {task.worker ?? '–'}
      </span>
    </div>
  );
});
