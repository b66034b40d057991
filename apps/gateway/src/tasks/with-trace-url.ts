import type { TaskView } from '@celerity/contracts';

const PLACE = '{trace_id}';

/** The task with a link to its trace, where a trace and the address of a trace store are known. */
export function withTraceUrl(task: TaskView, template: string | undefined): TaskView {
  if (template === undefined || task.trace_id === null) return task;
  const id = encodeURIComponent(task.trace_id);
  const trace_url = template.includes(PLACE) ? template.replaceAll(PLACE, id) : template + id;
  return { ...task, trace_url };
}
