import { waitUntil } from '@celerity/tools/local/wait-until.ts';
import type { QueueState } from '../system/broker.ts';
import type { Answer } from '../system/client.ts';
import type { System } from '../system/system.ts';
import type { ApiTask, Effect, Evidence, Occurrence, TableTask } from './evidence.ts';
import type { Expectations } from './expectations.ts';

interface ApiPage {
  readonly results: readonly ApiTask[];
  readonly next_cursor: string | null;
}

const FINAL_SQL = `state in ('SUCCESS', 'FAILURE', 'REVOKED', 'EXPIRED')`;
const PAGE = 200;

/** Waits until nothing moves any more, and then gathers everything there is to judge by. */
export async function collect(system: System, expectations: Expectations): Promise<Evidence> {
  await rowsIfThere(system, 'beat.schedules', 'update beat.schedules set enabled = false');
  const queues = await quiet(system, expectations);
  const journal = await system.broker.readJournal();
  await projectedUpTo(system, journal.at(-1)?.offset ?? 0);
  const table = new Map((await tasksOf(system)).map((task) => [task.task_id, task]));
  return {
    submissions: system.ledger.submissions,
    table,
    api: await shown(system, table, expectations.apiSample),
    journal,
    effects: await rowsIfThere<Effect>(
      system,
      'chaos.effects',
      'select task_id, ref, attempt, kind, worker from chaos.effects',
    ),
    queues,
    timers: await timersOf(system),
    deadLetters: await deadLettersOf(system),
    occurrences: await rowsIfThere<Occurrence>(
      system,
      'beat.occurrences',
      'select schedule_id, due_at, task_id from beat.occurrences',
    ),
    expectations,
  };
}

/** Best effort: what does not come to rest is for the checks to name. Returns the queues as they then were. */
async function quiet(system: System, { quietMs, withdrawn }: Expectations): Promise<QueueState[]> {
  const accepted = system.ledger
    .of('accepted')
    .map(({ taskId }) => taskId ?? '')
    .filter((id) => !withdrawn.has(id));
  const deadline = performance.now() + quietMs;
  const intervalMs = accepted.length > 5_000 ? 3_000 : 200;
  const left = () => Math.max(0, deadline - performance.now());
  await waitUntil(() => settled(system, accepted).catch(() => undefined), {
    timeoutMs: left(),
    intervalMs,
  });
  let queues: QueueState[] = [];
  await waitUntil(
    async () => {
      queues = await queuesOf(system);
      const busy = (queue: QueueState) =>
        queue.messages_unacknowledged > 0 ||
        (queue.messages_ready > 0 && !/\.(journal|revocations)$/.test(queue.name));
      return queues.some(busy) ? undefined : true;
    },
    { timeoutMs: Math.min(left() + 5_000, 45_000), intervalMs: 500 },
  );
  return queues;
}

/** Every accepted task is final, and so is every other that has begun; one that was not accepted may wait for ever. */
async function settled(system: System, accepted: readonly string[]): Promise<true | undefined> {
  const [counts] = await system.rows<{ final: number; begun: number }>(
    `select (select count(*)::int from monitor.tasks where task_id = any($1::uuid[]) and ${FINAL_SQL}) as final,
            (select count(*)::int from monitor.tasks where not ${FINAL_SQL}
               and (state <> 'PENDING' or schedule is not null or parent_id is not null)) as begun`,
    [accepted],
  );
  const done = counts?.final === new Set(accepted).size && counts.begun === 0;
  return done && (await timersOf(system)) === 0 ? true : undefined;
}

async function projectedUpTo(system: System, offset: number): Promise<void> {
  await waitUntil(
    async () => {
      const [row] = await system.rows<{ next: number }>(
        'select next_offset::float8 as next from monitor.projection',
      );
      return row && row.next > offset ? true : undefined;
    },
    { timeoutMs: 30_000, intervalMs: 100 },
  );
}

function tasksOf(system: System): Promise<TableTask[]> {
  return system.rows<TableTask>(
    'select task_id, state, attempt, task_name, result, error, kwargs, schedule, max_retries from monitor.tasks',
  );
}

/** As many tasks as asked for, as the API lists them; those of the lists that no page showed are asked for singly. */
async function shown(
  system: System,
  table: ReadonlyMap<string, TableTask>,
  most: number,
): Promise<ReadonlyMap<string, ApiTask>> {
  const found = new Map<string, ApiTask>();
  for (const list of ['/api/core/tasks/history', '/api/core/tasks']) {
    let cursor: string | null = null;
    do {
      const query: string = `limit=${PAGE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
      const { status, body }: Answer<ApiPage> = await system.client.get(`${list}?${query}`);
      if (status !== 200) throw new Error(`${list} answered ${status}`);
      for (const task of body.results) found.set(task.task_id, task);
      cursor = body.next_cursor;
    } while (cursor !== null && found.size < Math.min(most, table.size));
  }
  return found;
}

async function queuesOf(system: System): Promise<QueueState[]> {
  return system.ground.broker.queues(system.prefix);
}

async function timersOf(system: System): Promise<number> {
  const [row] = await rowsIfThere<{ n: number }>(
    system,
    'beat.timers',
    'select count(*)::int as n from beat.timers',
  );
  return row?.n ?? 0;
}

/** As the monitor keeps them; what it has not taken in is found in their queue by the check that queues are empty. */
async function deadLettersOf(system: System): Promise<string[]> {
  const letters = await rowsIfThere<{ task_id: string | null }>(
    system,
    'monitor.dead_letters',
    'select task_id from monitor.dead_letters',
  );
  return letters.map(({ task_id }) => task_id ?? '');
}

async function rowsIfThere<Row extends Record<string, unknown>>(
  system: System,
  table: string,
  sql: string,
): Promise<Row[]> {
  const [found] = await system.rows<{ there: boolean }>('select to_regclass($1) is not null as there', [
    table,
  ]);
  return found?.there ? system.rows<Row>(sql) : [];
}
