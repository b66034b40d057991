import { SetupError } from '../local/setup-error.ts';
import type { GatewayClient, TaskView } from './gateway-client.ts';

const TIMEOUT_MS = 120_000;

/** The job everything is for: unpaid bills become reminder mails. */
export interface MainJobOutcome {
  check: TaskView;
  children: TaskView[];
}

/** Sends check_pending_bills, then follows it and the tasks it sends to their ends. */
export async function runMainJob(gateway: GatewayClient): Promise<MainJobOutcome> {
  const check = await gateway.follow(await gateway.submit('check_pending_bills'), TIMEOUT_MS);
  mustHaveSucceeded(check);
  const children = await Promise.all(childIds(check.result).map((id) => gateway.follow(id, TIMEOUT_MS)));
  children.forEach(mustHaveSucceeded);
  return { check, children };
}

function childIds(result: unknown): string[] {
  const ids = (result as { child_task_ids?: unknown } | null)?.child_task_ids;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}

function mustHaveSucceeded(task: TaskView): void {
  if (task.status === 'SUCCESS') return;
  const reason = task.error ? `: ${task.error.type}: ${task.error.message}` : '';
  throw new SetupError(
    `task ${task.task_name} ${task.task_id} ended as ${task.status}${reason}`,
    'Look into the log of the worker.',
  );
}
