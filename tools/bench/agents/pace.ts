import { setTimeout as pause } from 'node:timers/promises';

/** A clock that all processes of the machine share, in milliseconds. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Does `work` so many times, at most `concurrency` at a time. */
export async function bounded(
  count: number,
  concurrency: number,
  work: () => Promise<unknown>,
): Promise<void> {
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, concurrency) }, lane));
}

/** What one task took, in milliseconds from just before its submit. */
export interface Latency {
  readonly toStart: number;
  readonly toResult: number;
}

/**
 * Runs tasks at a steady rate, whether or not earlier ones have ended.
 * @param roundTrip submits one and resolves with the time of its start, when its result is seen
 */
export async function paced(
  count: number,
  perSecond: number,
  roundTrip: () => Promise<number>,
): Promise<{ samples: Latency[] }> {
  const begun = now();
  const trips: Promise<Latency>[] = [];
  for (let n = 0; n < count; n += 1) {
    const wait = begun + (n * 1_000) / perSecond - now();
    if (wait > 0) await pause(wait);
    trips.push(latencyOf(roundTrip));
  }
  return { samples: await Promise.all(trips) };
}

async function latencyOf(roundTrip: () => Promise<number>): Promise<Latency> {
  const submitted = now();
  const started = await roundTrip();
  return { toStart: started - submitted, toResult: now() - submitted };
}
