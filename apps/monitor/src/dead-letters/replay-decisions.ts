import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import {
  type DeadLetterEdits,
  type DeadLetterRefusal,
  type FieldProblem,
  isTaskId,
  replayTaskId,
} from '@celerity/contracts';
import { Kysely, sql, type Transaction } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import type { DeadLetterRow, ReplayRow } from './dead-letter-tables.js';
import { planReplay, type ReplayPlan } from './replay-plan.js';
import type { DecidedReplay } from './replay-sender.js';

export type Decision =
  | {
      readonly decided: DecidedReplay;
      /** An earlier command decided the same. */ readonly repeated: boolean;
    }
  | { readonly refusal: DeadLetterRefusal };

type DeadTask = Pick<DeadLetterRow, 'id' | 'task_id' | 'task_name' | 'message' | 'size_bytes' | 'state'>;

/** Decides replays: one row each, committed before anything is sent. */
@Injectable()
export class ReplayDecisions {
  constructor(@Inject(Kysely) private readonly db: Kysely<MonitorDatabase>) {}

  decide(id: string, edits: DeadLetterEdits, by: string): Promise<Decision> {
    if (!isTaskId(id)) return Promise.resolve({ refusal: { kind: 'not_found' } });
    return this.db.transaction().execute(async (trx) => {
      const dead = await locked(trx, id);
      if (!dead) return { refusal: { kind: 'not_found' } };
      if (dead.state === 'discarded') return conflict('was discarded, and is not replayed any more');
      const earlier = await replaysOf(trx, id);
      const number = edits.replay ?? 1;
      const same = earlier.find(({ replay }) => replay === number);
      if (same) return repeat(dead, same, edits);
      if (number !== earlier.length + 1) return unacceptable([wrongNumber(earlier.length + 1)]);
      const result = planReplay(dead, edits);
      if ('problems' in result) return unacceptable(result.problems);
      return { decided: { replay: await insert(trx, dead, number, result.plan, by), dead }, repeated: false };
    });
  }
}

async function locked(trx: Transaction<MonitorDatabase>, id: string): Promise<DeadTask | undefined> {
  const { rows } = await sql<DeadTask>`select id, task_id, task_name, message, size_bytes, state
    from dead_letters where id = ${id}::uuid for update`.execute(trx);
  return rows[0];
}

async function replaysOf(trx: Transaction<MonitorDatabase>, id: string): Promise<ReplayRow[]> {
  const { rows } = await sql<ReplayRow>`select * from dead_letter_replays
    where dead_letter_id = ${id}::uuid order by replay`.execute(trx);
  return rows;
}

/** The same command again is answered as the first time; another one under the same number is not the same. */
function repeat(dead: DeadTask, replay: ReplayRow, edits: DeadLetterEdits): Decision {
  const result = planReplay(dead, edits);
  const same =
    'plan' in result &&
    result.plan.task.name === replay.task_name &&
    isDeepStrictEqual(asJson(result.plan.args), asJson(replay.args)) &&
    isDeepStrictEqual(asJson(result.plan.kwargs), asJson(replay.kwargs));
  if (same) return { decided: { replay, dead }, repeated: true };
  return conflict(
    `was replayed as task ${replay.task_id} with other arguments; give "replay": ${replay.replay + 1} to send another`,
  );
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

async function insert(
  trx: Transaction<MonitorDatabase>,
  { id }: DeadTask,
  number: number,
  { task, args, kwargs, edited }: ReplayPlan,
  by: string,
): Promise<ReplayRow> {
  const { rows } = await sql<ReplayRow>`
    insert into dead_letter_replays (dead_letter_id, replay, task_id, task_name, args, kwargs, edited, replayed_by)
    values (${id}::uuid, ${number}, ${replayTaskId(id, number)}::uuid, ${task.name}, ${JSON.stringify(args)}::json,
      ${JSON.stringify(kwargs)}::json, ${edited}, ${by})
    returning *`.execute(trx);
  await sql`update dead_letters set state = 'replayed', resolved_by = ${by}, resolved_at = clock_timestamp()
    where id = ${id}::uuid`.execute(trx);
  return rows[0] as ReplayRow;
}

function wrongNumber(next: number): FieldProblem {
  return { field: 'replay', message: `must be ${next}, the number of the next replay; or leave it out` };
}

function conflict(message: string): Decision {
  return { refusal: { kind: 'conflict', message } };
}

function unacceptable(problems: readonly FieldProblem[]): Decision {
  return { refusal: { kind: 'unacceptable', problems } };
}
