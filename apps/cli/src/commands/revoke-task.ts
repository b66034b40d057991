import type { TaskRevoked } from '@celerity/contracts';
import type { Command } from 'commander';
import type { App } from '../app.js';

/** `revoke-task ID`: a task that has not begun never will; with `--terminate` one that runs is stopped. */
export function addRevokeTask(program: Command, app: App): void {
  const { text, surroundings } = app;
  program
    .command('revoke-task')
    .description(text.revokeTaskAbout)
    .argument('<id>', text.taskIdArgument)
    .option('--terminate', text.terminateOption)
    .action(async (id: string, { terminate = false }: { terminate?: boolean }) => {
      const client = await app.client();
      const revoked = await client.revoke(id, { terminate, signal: surroundings.signal });
      app.print(revoked, () => [whatFollows(app, revoked, terminate)]);
    });
}

function whatFollows({ text }: App, { task_id, status, stale }: TaskRevoked, terminate: boolean): string {
  if (status === 'REVOKED') return text.revoked(task_id);
  if (stale) return text.revokedUnseen(task_id);
  if (status === 'PENDING' || status === 'RETRY') return text.revokedWaiting(task_id, status);
  return terminate ? text.revokedStopping(task_id, status) : text.revokedRunning(task_id, status);
}
