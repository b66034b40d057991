import { setTimeout as pause } from 'node:timers/promises';
import { faultPoint } from '@celerity/service';
import type { TaskContext } from '@celerity/worker/dist/engine/handlers/task-context.js';
import type { Kysely } from 'kysely';
import type { ChaosInput, ChaosOutput } from './chaos-input.js';
import { chaosNone } from './chaos-tasks.js';
import { crashBy } from './crash.js';
import { type EffectsDatabase, runsOf } from './effects.js';

/** What a chaos task throws when it is told to fail. */
class ToldToFail extends Error {
  override readonly name = 'ToldToFail';
}

/** The body of every chaos task up to its effect: note the run, work, send children, crash or fail as told. */
export async function workAsTold(
  db: Kysely<EffectsDatabase>,
  input: ChaosInput,
  context: TaskContext,
): Promise<ChaosOutput> {
  const earlierRuns = input.crash ? await runsOf(db, context.taskId) : 0;
  await note(db, input, context, 'begun');
  for (let n = 0; n < (input.children ?? 0); n += 1) {
    await context.send(chaosNone, { ref: `${input.ref}/${n}` }, { key: String(n) });
  }
  if (input.ms) await pause(input.ms, undefined, { signal: context.signal });
  faultPoint('worker.mid_task');
  if (input.crash && earlierRuns < (input.crashes ?? 1)) await crashBy(input.crash);
  if (context.attempt <= (input.failures ?? 0)) throw new ToldToFail(`attempt ${context.attempt}`);
  return { ref: input.ref, ...(input.bytes === undefined ? {} : { padding: 'x'.repeat(input.bytes) }) };
}

export async function note(
  db: Kysely<EffectsDatabase>,
  { ref }: ChaosInput,
  { taskId, attempt, worker }: TaskContext,
  kind: 'begun' | 'done',
): Promise<void> {
  await db.insertInto('effects').values({ task_id: taskId, ref, attempt, kind, worker }).execute();
}
