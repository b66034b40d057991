import { waitUntil } from '../wait-until.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';

/** Asks a process to end and waits for that; after the grace it is killed. Resolves true if it ended by itself. */
export async function stopProcess(
  identity: ProcessIdentity,
  { signal = 'SIGTERM', graceMs = 15_000 }: { signal?: NodeJS.Signals; graceMs?: number } = {},
): Promise<boolean> {
  sendSignal(identity, signal);
  if (await waitForEnd(identity, graceMs)) return true;
  await killProcess(identity);
  return false;
}

/** Ends a process at once (SIGKILL) and waits until it is gone. */
export async function killProcess(identity: ProcessIdentity): Promise<void> {
  sendSignal(identity, 'SIGKILL');
  await waitForEnd(identity, 10_000);
}

function sendSignal(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    // It ended between the question and the signal.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function waitForEnd(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const ended = await waitUntil(() => (isAlive(identity) ? undefined : true), { timeoutMs, intervalMs: 20 });
  return ended === true;
}
