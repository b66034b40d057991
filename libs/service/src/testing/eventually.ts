import { setTimeout as delay } from 'node:timers/promises';

/** Awaits a condition that becomes true by itself; fails after `timeoutMs` naming what was awaited. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`still waiting for: ${what}`);
    await delay(10);
  }
}
