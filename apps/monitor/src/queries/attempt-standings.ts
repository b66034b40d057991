import { Inject, Injectable } from '@nestjs/common';
import { type AttemptStanding, isFinal, isTaskId } from '@celerity/contracts';
import { Kysely, type Selectable, sql } from 'kysely';
import type { MonitorDatabase, TasksTable } from '../database/monitor-database.js';
import { runsOf } from '../projection/attempt-runs.js';
import type { AttemptRecord } from '../projection/task-row.js';
import { liveWorkers } from '../workers/worker-liveness.js';

type Known = Pick<Selectable<TasksTable>, 'task_id' | 'state' | 'attempt' | 'attempts'>;

export interface AttemptKey {
  readonly task_id: string;
  readonly attempt: number;
}

/** Answers "may this delivery run?" from what the journal has told. Ask after a barrier. */
@Injectable()
export class AttemptStandings {
  constructor(@Inject(Kysely) private readonly db: Kysely<MonitorDatabase>) {}

  /** In the order of the keys. An id that is none names a task of which nothing is known. */
  async of(keys: readonly AttemptKey[]): Promise<AttemptStanding[]> {
    const ids = keys.map(({ task_id }) => task_id).filter(isTaskId);
    const [tasks, live] = await Promise.all([this.tasks(ids), liveWorkers(this.db)]);
    const alive = new Set(live);
    return keys.map(({ task_id, attempt }) => standingOf(tasks.get(task_id.toLowerCase()), attempt, alive));
  }

  private async tasks(ids: readonly string[]): Promise<ReadonlyMap<string, Known>> {
    if (ids.length === 0) return new Map();
    const found = await this.db
      .selectFrom('tasks')
      .select(['task_id', 'state', 'attempt', 'attempts'])
      .where(sql<boolean>`task_id = any(${ids}::uuid[])`)
      .execute();
    return new Map(found.map((task) => [task.task_id, task]));
  }
}

function standingOf(task: Known | undefined, attempt: number, alive: ReadonlySet<string>): AttemptStanding {
  if (!task) return { standing: 'open', crashes: 0 };
  if (isFinal(task.state) || attempt < task.attempt) return { standing: 'settled' };
  const record = task.attempts.find((known) => known.attempt === attempt);
  if (record?.state === 'RETRY') return { standing: 'retried', next_at: record.next_at ?? null };
  return record ? begunStanding(record, alive) : { standing: 'open', crashes: 0 };
}

function begunStanding(record: AttemptRecord, alive: ReadonlySet<string>): AttemptStanding {
  const lost = runsOf(record).filter(({ interrupted }) => !interrupted);
  const running = lost.find(({ worker }) => alive.has(worker));
  if (!running) return { standing: 'open', crashes: lost.length };
  return { standing: 'running', worker: running.worker, started_at: running.started_at };
}
