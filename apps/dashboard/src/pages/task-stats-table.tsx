import type { TaskStats } from '@celerity/contracts';
import { Link } from 'wouter';
import { type Column, Table } from '../components/table.js';
import { useFormat } from '../format/use-format.js';
import { useMessages } from '../messages/language.js';

/** What became of the tasks of each name, and how long they took. */
export function TaskStatsTable({ rows }: { readonly rows: readonly TaskStats[] }) {
  const messages = useMessages();
  const format = useFormat();
  const duration = (
    name: string,
    of: (row: TaskStats) => number | null,
    wide = false,
  ): Column<TaskStats> => ({
    name,
    numeric: true,
    wide,
    cell: (row) => format.span(of(row)),
  });
  const columns: readonly Column<TaskStats>[] = [
    {
      name: messages.task,
      cell: ({ task_name }) => (
        <Link href={`/tasks?list=history&task_name=${encodeURIComponent(task_name)}`}>{task_name}</Link>
      ),
    },
    { name: messages.ended, numeric: true, cell: ({ total }) => format.count(total) },
    { name: messages.failures, numeric: true, cell: ({ failed }) => format.count(failed) },
    duration('p50', ({ p50 }) => p50),
    duration('p95', ({ p95 }) => p95),
    duration('p99', ({ p99 }) => p99, true),
  ];
  const ran = rows.filter(({ total }) => total > 0);
  return (
    <Table
      label={messages.latency}
      columns={columns}
      rows={ran}
      keyOf={({ task_name }) => task_name}
      none={messages.noRuns}
    />
  );
}
