import { type RawBuilder, sql, type Transaction } from 'kysely';

/** Small, so that a batch is garbage again before the collector would move it to where garbage stays longer. */
const BATCH = 200;

/** Reads a query's rows through a cursor on the server: a batch at a time, however many there are. */
export async function* readBatches<DB, Row>(
  trx: Transaction<DB>,
  query: RawBuilder<Row>,
): AsyncGenerator<readonly Row[]> {
  await sql`declare export_rows no scroll cursor for ${query}`.execute(trx);
  for (;;) {
    const { rows } = await sql<Row>`fetch forward ${sql.lit(BATCH)} from export_rows`.execute(trx);
    if (rows.length === 0) return;
    yield rows;
  }
}
