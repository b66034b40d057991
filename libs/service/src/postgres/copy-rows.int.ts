import { until } from '@celerity/messaging/testing';
import { sql, type Kysely } from 'kysely';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { copiedValue, copyRows } from './copy-rows.js';
import { createDatabase } from './create-database.js';

interface Tables {
  readonly things: { readonly id: number; readonly name: string | null };
}

let database: TestDatabase;
let db: Kysely<Tables>;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase<Tables>({
    databaseUrl: database.url,
    schema: 'public',
    applicationName: 'copy-test',
    maxConnections: 1,
  });
  await sql`create table things (id integer primary key, name text)`.execute(db);
});

afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

const line = (id: number, name: string | null) => `${copiedValue(id)}\t${copiedValue(name)}\n`;
const names = async () =>
  (await db.selectFrom('things').select('name').orderBy('id').execute()).map(({ name }) => name);

it('stores what texts there are, byte for byte, but no NUL', async () => {
  const texts = [
    '',
    '\\N',
    '\\.',
    'tab\there',
    'two\nlines',
    'carriage\r\nreturn',
    'back\\slash',
    '中文 😀',
    null,
  ];
  const lines = [...texts, 'a\0b'].map((text, n) => line(n, text)).join('');
  await copyRows(db, 'things', ['id', 'name'], lines);
  expect(await names()).toEqual([...texts, 'a\ufffdb']);
});

it('is part of the transaction', async () => {
  const before = await names();
  const work = db.transaction().execute(async (trx) => {
    await copyRows(trx, 'things', ['id', 'name'], line(100, 'gone'));
    throw new Error('changed my mind');
  });
  await expect(work).rejects.toThrow('changed my mind');
  expect(await names()).toEqual(before);
});

it('says what PostgreSQL refuses, and leaves the connection usable', async () => {
  await expect(copyRows(db, 'things', ['id', 'name'], line(0, 'twice'))).rejects.toMatchObject({
    code: '23505',
  });
  await expect(copyRows(db, 'things', ['id', 'nmae'], line(7, 'x'))).rejects.toMatchObject({ code: '42703' });
  await expect(copyRows(db, 'things', ['id', 'name'], 'no number\tx\n')).rejects.toMatchObject({
    code: '22P02',
  });
  expect((await names()).length).toBeGreaterThan(0);
});

it('takes megabytes', async () => {
  const lines = Array.from({ length: 20_000 }, (_, n) => line(1_000 + n, 'x'.repeat(500))).join('');
  await copyRows(db, 'things', ['id', 'name'], lines);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from things where id >= 1000`.execute(
    db,
  );
  expect(rows).toEqual([{ n: 20_000 }]);
});

it('fails when the connection is cut in its midst', async () => {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  const pid = rows[0]?.pid;
  const others = createDatabase<Tables>({
    databaseUrl: database.url,
    schema: 'public',
    applicationName: 'cutter',
  });
  await others.transaction().execute(async (trx) => {
    await sql`lock table things in exclusive mode`.execute(trx);
    const copying = expect(copyRows(db, 'things', ['id', 'name'], line(50_000, 'x'))).rejects.toThrow();
    await until('the copy waits for the lock', async () => {
      const waiting = sql`select 1 from pg_stat_activity where pid = ${pid} and wait_event_type = 'Lock'`;
      return (await waiting.execute(trx)).rows.length > 0;
    });
    await sql`select pg_terminate_backend(${pid})`.execute(trx);
    await copying;
  });
  await others.destroy();
  await until('a new connection', () =>
    names().then(
      (all) => all.length > 0,
      () => false,
    ),
  );
});
