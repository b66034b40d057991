import { waitUntil } from '@celerity/tools/local/wait-until.ts';

/** Resolves when the condition holds; fails, naming it, when it does not in time. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const held = await waitUntil(async () => ((await condition()) ? true : undefined), {
    timeoutMs,
    intervalMs: 50,
  });
  if (!held) throw new Error(`waited ${timeoutMs / 1_000} s in vain until ${what}`);
}
