import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from '../http/http-load.ts';

const BODY = JSON.stringify({ task_name: 'test_task', kwargs: { message: 'x'.repeat(900) } });
/** What people look at meanwhile. */
const READS = ['tasks/history?limit=20', 'tasks?limit=20', 'tasks/stats', 'workers/queues'];

/** What was done. */
export interface LoadDone {
  readonly accepted: number;
  readonly reads: number;
  readonly failed: number;
}

/** So many submits a second, and a read for every ten of them, for so long. */
export async function mixedLoad(
  { url, headers }: Target,
  { perSecond, seconds, signal }: { perSecond: number; seconds: number; signal: AbortSignal },
): Promise<LoadDone> {
  const done = { accepted: 0, reads: 0, failed: 0 };
  const post = async () => {
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: BODY };
    if (await succeeds(url, init)) done.accepted += 1;
    else done.failed += 1;
  };
  const read = async (path: string) => {
    if (await succeeds(new URL(`../core/${path}`, url), { headers })) done.reads += 1;
    else done.failed += 1;
  };
  const begun = performance.now();
  const under = new Set<Promise<void>>();
  const track = (work: Promise<void>) => void under.add(work.finally(() => under.delete(work)));
  for (let n = 0; performance.now() - begun < seconds * 1_000; n += 1) {
    signal.throwIfAborted();
    track(post());
    if (n % 10 === 0) track(read(READS[(n / 10) % READS.length] ?? 'tasks'));
    await pause(Math.max(0, begun + (n * 1_000) / perSecond - performance.now()));
  }
  await Promise.all(under);
  return done;
}

async function succeeds(url: string | URL, init: RequestInit): Promise<boolean> {
  const response = await fetch(url, init).catch(() => null);
  await response?.arrayBuffer().catch(() => null);
  return response?.ok === true;
}
