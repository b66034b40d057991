const FIRST_MS = 200;
const LONGEST_MS = 10_000;

/** Wait before reconnect attempt `attempt` (from 0), in milliseconds: exponential with full jitter. */
export function reconnectDelay(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  // At least a tenth of the ceiling, so that a refused connection is never retried in a tight loop.
  return Math.round(ceiling * (0.1 + 0.9 * random()));
}
