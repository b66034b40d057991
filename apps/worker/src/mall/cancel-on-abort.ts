import { type Kysely, sql, type Transaction } from 'kysely';

/**
 * Runs work in a transaction and has the server cancel its statement as soon as the signal is aborted.
 * @throws the signal's reason, in place of whatever the cancelled statement says
 */
export async function cancelOnAbort<DB, Result>(
  db: Kysely<DB>,
  trx: Transaction<DB>,
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
  let cancelled: Promise<unknown> = Promise.resolve();
  const cancel = () => {
    cancelled = sql`select pg_cancel_backend(${rows[0]?.pid}::int)`.execute(db).catch(() => undefined);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await work();
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', cancel);
    // Lest the cancel should meet the next user of the connection.
    await cancelled;
  }
}
