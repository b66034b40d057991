import { type CelerityClient, Unreachable } from '@celerity/client';
import type { Diagnostics, QueueStats, ScheduleView, SystemStats, WorkerView } from '@celerity/contracts';

/** What was answered to a question, or why nothing was. */
export type Answered<T> = { readonly value: T } | { readonly error: unknown };

/** How the gateway answered, by this machine's clock. */
export interface Timing {
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** Everything that was asked of an installation. */
export interface Examination extends Timing {
  readonly url: string;
  readonly diagnostics: Answered<Diagnostics>;
  readonly queues: Answered<readonly QueueStats[]>;
  readonly workers: Answered<readonly WorkerView[]>;
  readonly stats: Answered<SystemStats>;
  readonly schedules: Answered<readonly ScheduleView[]>;
}

const MOST_PER_PAGE = 200;

/**
 * Asks everything side by side; a question that is not answered spoils no other.
 * @throws Unreachable when there is no answer at all
 */
export async function examine(client: CelerityClient, signal: AbortSignal): Promise<Examination> {
  const askedAt = Date.now();
  const diagnostics = await answered(client.diagnostics({ signal }));
  const answeredAt = Date.now();
  // Nobody there: further questions would only take as long again.
  if ('error' in diagnostics && diagnostics.error instanceof Unreachable) throw diagnostics.error;
  const [queues, workers, schedules] = await Promise.all([
    answered(client.queues({ signal }).then(({ results }) => results)),
    answered(client.workers({ signal }).then(({ results }) => results)),
    answered(allSchedules(client, signal)),
  ]);
  // After those: they make the history catch up, and a journal in which nothing happens looks old until something does.
  const stats = await answered(client.stats({ signal }));
  signal.throwIfAborted();
  return { url: client.baseUrl, askedAt, answeredAt, diagnostics, queues, workers, stats, schedules };
}

async function allSchedules(client: CelerityClient, signal: AbortSignal): Promise<ScheduleView[]> {
  const all: ScheduleView[] = [];
  let cursor: string | null | undefined;
  do {
    const filter = { limit: MOST_PER_PAGE, ...(cursor ? { cursor } : {}) };
    const page = await client.schedules.list(filter, { signal });
    all.push(...page.results);
    cursor = page.next_cursor;
  } while (cursor);
  return all;
}

function answered<T>(question: Promise<T>): Promise<Answered<T>> {
  return question.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}
