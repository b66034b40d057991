import { type Kysely, sql } from 'kysely';

/** Rows by table, the name as PostgreSQL quotes it. */
export type RowCounts = ReadonlyMap<string, number>;

/** Counts the rows of every table that a dump contains. Exact within one snapshot. */
export async function countRows(db: Kysely<unknown>, signal: AbortSignal): Promise<RowCounts> {
  const tables = await sql<{ schema: string; name: string }>`
    select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence in ('p', 'u')
      and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      -- The rows of an extension's own tables come with the extension.
      and not exists (
        select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      )
    order by 1, 2`.execute(db);
  const counts = new Map<string, number>();
  for (const { schema, name } of tables.rows) {
    signal.throwIfAborted();
    const { rows } = await sql<{ rows: string }>`
      select count(*) as rows from only ${sql.id(schema, name)}`.execute(db);
    counts.set(`${schema}.${name}`, Number(rows[0]?.rows));
  }
  return counts;
}

/** What differs between two counts, in words; empty when nothing does. */
export function differences(expected: RowCounts, found: RowCounts): string[] {
  const tables = new Set([...expected.keys(), ...found.keys()]);
  return [...tables]
    .filter((table) => expected.get(table) !== found.get(table))
    .map(
      (table) => `${table} has ${found.get(table) ?? 'no'} rows in place of ${expected.get(table) ?? 'none'}`,
    );
}

export function totalRows(counts: RowCounts): number {
  return [...counts.values()].reduce((sum, rows) => sum + rows, 0);
}
