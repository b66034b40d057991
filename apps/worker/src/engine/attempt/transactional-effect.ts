import { type Kysely, sql, type Transaction } from 'kysely';
import { AlreadyCompleted } from './attempt-errors.js';

/** Where completion markers live: a table (task_id uuid primary key, result jsonb) in the handlers' database. */
export const COMPLETION_TABLE = Symbol('completion table');

/**
 * Runs `work` in one transaction with the task's completion marker. The marker goes in first: a second run
 * blocks on it until the first has ended, and then finds either nothing or the stored result.
 * @throws AlreadyCompleted with the stored result when the task has been done before
 */
export async function completeOnce<DB, Output extends object>(
  db: Kysely<DB>,
  table: string,
  taskId: string,
  work: (trx: Transaction<DB>) => Promise<Output>,
  /** Throws when the effect must not be committed any more. */
  assertOpen: () => void = () => undefined,
): Promise<Output> {
  assertOpen();
  const markers = sql.table(table);
  return db.transaction().execute(async (trx) => {
    const marked =
      await sql`insert into ${markers} (task_id) values (${taskId}) on conflict do nothing`.execute(trx);
    if (marked.numAffectedRows === 0n) throw new AlreadyCompleted(await storedResult(trx, table, taskId));
    const output = await work(trx);
    await sql`update ${markers} set result = ${JSON.stringify(output)}::jsonb where task_id = ${taskId}`.execute(
      trx,
    );
    // The attempt may have been ended while it worked.
    assertOpen();
    return output;
  });
}

async function storedResult<DB>(trx: Transaction<DB>, table: string, taskId: string): Promise<unknown> {
  const found = await sql<{ result: unknown }>`
    select result from ${sql.table(table)} where task_id = ${taskId}`.execute(trx);
  return found.rows[0]?.result ?? null;
}
