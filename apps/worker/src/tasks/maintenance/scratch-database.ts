import { createHash, randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';

/** Runs work on a new, empty database beside the given one, and drops it whatever happens. */
export async function withScratchDatabase<Result>(
  db: Kysely<unknown>,
  databaseUrl: string,
  work: (scratchUrl: string) => Promise<Result>,
): Promise<Result> {
  const url = new URL(databaseUrl);
  const family = `celerity_verify_${createHash('md5').update(url.pathname).digest('hex').slice(0, 8)}_`;
  await dropLeftovers(db, family);
  const name = family + randomBytes(4).toString('hex');
  await create(db, name);
  try {
    url.pathname = `/${name}`;
    return await work(url.href);
  } finally {
    await drop(db, name);
  }
}

/** Of a worker that was killed: only one backup of a database runs at a time. */
async function dropLeftovers(db: Kysely<unknown>, family: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select datname as name from pg_database where starts_with(datname, ${family})`.execute(db);
  for (const { name } of rows) await drop(db, name);
}

async function create(db: Kysely<unknown>, name: string): Promise<void> {
  const { rows } = await sql<{ encoding: string; collation: string; ctype: string }>`
    select pg_encoding_to_char(encoding) as encoding, datcollate as collation, datctype as ctype
    from pg_database where datname = current_database()`.execute(db);
  const [own] = rows;
  await sql`
    create database ${sql.id(name)} template template0 encoding ${sql.lit(own?.encoding)}
    lc_collate ${sql.lit(own?.collation)} lc_ctype ${sql.lit(own?.ctype)}`.execute(db);
}

async function drop(db: Kysely<unknown>, name: string): Promise<void> {
  await sql`drop database if exists ${sql.id(name)} with (force)`.execute(db);
}
