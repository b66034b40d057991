import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from '../http/http-load.ts';

const BODY = JSON.stringify({ task_name: 'test_task', kwargs: { message: 'x'.repeat(900) } });
/** What people look at meanwhile. */
const READS = ['tasks/history?limit=20', 'tasks?limit=20', 'tasks/stats', 'workers/queues'];

/** What was done. */
export interface LoadDone {
  /** Ids of the tasks that were answered 201. */
  readonly accepted: readonly string[];
  readonly reads: number;
  /** What everything else was answered with, and how often: `POST 503 outcome-unknown`, `GET no answer`. */
  readonly refused: ReadonlyMap<string, number>;
}

/** So many submits a second, and a read for every ten of them, for so long. */
export async function mixedLoad(
  { url, headers }: Target,
  { perSecond, seconds, signal }: { perSecond: number; seconds: number; signal: AbortSignal },
): Promise<LoadDone> {
  const accepted: string[] = [];
  const refused = new Map<string, number>();
  let reads = 0;
  const refuse = (what: string) => void refused.set(what, (refused.get(what) ?? 0) + 1);
  const post = async () => {
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: BODY };
    const answer = await ask(url, init);
    if (answer.ok && answer.body.task_id) accepted.push(answer.body.task_id);
    else refuse(`POST ${answer.what}`);
  };
  const read = async (path: string) => {
    const answer = await ask(new URL(`../core/${path}`, url), { headers });
    if (answer.ok) reads += 1;
    else refuse(`GET ${answer.what}`);
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
  return { accepted, reads, refused };
}

interface Answer {
  readonly ok: boolean;
  readonly body: { readonly task_id?: string; readonly type?: string };
  /** Its status and the kind of its problem, if it is one. */
  readonly what: string;
}

async function ask(url: string | URL, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, init);
    const body = (await response.json()) as Answer['body'];
    const kind = body.type?.split(':').at(-1);
    return { ok: response.ok, body, what: [response.status, kind].filter(Boolean).join(' ') };
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name: string };
    return { ok: false, body: {}, what: `no answer (${cause?.code ?? name})` };
  }
}
