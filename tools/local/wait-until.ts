import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  timeoutMs: number;
  intervalMs?: number;
  signal?: AbortSignal | undefined;
}

/**
 * Asks again and again until `condition` gives something other than undefined and resolves with it;
 * resolves with undefined when the time is up, rejects when the signal is aborted.
 */
export async function waitUntil<T>(
  condition: () => Promise<T | undefined> | T | undefined,
  { timeoutMs, intervalMs = 100, signal }: WaitOptions,
): Promise<T | undefined> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const found = await condition();
    if (found !== undefined) return found;
    if (performance.now() >= deadline) return undefined;
    await delay(intervalMs, undefined, { signal });
  }
}
