import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { Logger } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { StartupError } from '../application/startup-error.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { createDatabase } from './create-database.js';
import { MigrationRunner, type Migrations } from './migration-runner.js';

const migrations = {
  '0001_numbers': {
    up: async (db: Kysely<unknown>) => void (await sql`create table numbers (n int)`.execute(db)),
  },
  '0002_first': {
    up: async (db: Kysely<unknown>) => void (await sql`insert into numbers values (1)`.execute(db)),
  },
};

const NOTHING = { up: () => Promise.resolve() };

let database: TestDatabase;
const silenced: jest.SpyInstance[] = [];

beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await createTestDatabase();
});

afterAll(async () => {
  silenced.forEach((spy) => spy.mockRestore());
  await database?.drop();
});

function runner(
  schema: string,
  more: { databaseUrl?: string; migrations?: Migrations } = {},
): MigrationRunner {
  return new MigrationRunner({
    databaseUrl: database.url,
    schema,
    applicationName: 'migration-test',
    migrations,
    ...more,
  });
}

async function inSchema<T>(schema: string, use: (db: Kysely<unknown>) => Promise<T>): Promise<T> {
  const db = createDatabase<unknown>({
    databaseUrl: database.url,
    schema,
    applicationName: 'migration-test',
  });
  try {
    return await use(db);
  } finally {
    await db.destroy();
  }
}

async function refusal(run: Promise<unknown>): Promise<StartupError> {
  const error: unknown = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StartupError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

function withUrl(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

describe('MigrationRunner', () => {
  it('creates the schema, keeps its own table there, and runs each migration once', async () => {
    expect(await runner('mall').run()).toEqual(['0001_numbers', '0002_first']);
    expect(await runner('mall').run()).toEqual([]);
    const tables = await inSchema('mall', (db) =>
      sql<{ name: string }>`select table_name as name from information_schema.tables
        where table_schema = 'mall' order by 1`.execute(db),
    );
    expect(tables.rows.map(({ name }) => name)).toEqual([
      'kysely_migration',
      'kysely_migration_lock',
      'numbers',
    ]);
  });

  it.each([1, 2, 3])('is safe when four replicas start at once (round %i)', async (round) => {
    const schema = `replicas_${round}`;
    const ran = await Promise.all([1, 2, 3, 4].map(() => runner(schema).run()));
    expect(ran.flat().sort()).toEqual(['0001_numbers', '0002_first']);
    const { rows } = await inSchema(schema, (db) => sql`select n from numbers`.execute(db));
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('leaves nothing behind when a migration fails', async () => {
    const broken = {
      ...migrations,
      '0003_broken': { up: async (db: Kysely<unknown>) => void (await sql`nonsense`.execute(db)) },
    };
    const error = await refusal(runner('broken', { migrations: broken }).run());
    expect(error.message).toContain('a migration failed: 42601 syntax error at or near "nonsense"');
    expect(await runner('broken').run()).toEqual(['0001_numbers', '0002_first']);
  });

  it('runs one whose name comes before one that has run, as when two branches each add one', async () => {
    const { '0002_first': between, ...first } = migrations;
    const late = { ...first, '0003_late': NOTHING };
    expect(await runner('interleaved', { migrations: late }).run()).toEqual(['0001_numbers', '0003_late']);
    const both = { ...late, '0002_first': between };
    expect(await runner('interleaved', { migrations: both }).run()).toEqual(['0002_first']);
    expect(await runner('interleaved', { migrations: both }).run()).toEqual([]);
  });

  it('starts an old version on the schema of a newer one, and the newer again after it', async () => {
    const newer = { ...migrations, '0003_newer': NOTHING };
    await runner('rolled_back', { migrations: newer }).run();
    expect(await runner('rolled_back').run()).toEqual([]);
    expect(await runner('rolled_back', { migrations: { ...newer, '0004_newest': NOTHING } }).run()).toEqual([
      '0004_newest',
    ]);
  });

  it('refuses a wrong password with the remedy, and without the password', async () => {
    const databaseUrl = withUrl((url) => (url.password = 'canary-secret'));
    const error = await refusal(runner('mall', { databaseUrl }).run());
    expect(error.message).toMatch(
      /^PostgreSQL refused: 28P01 password authentication failed .*correct the user or password in DATABASE_URL$/,
    );
    expect(error.message).not.toContain('canary-secret');
  });

  it('refuses an unknown database with the remedy', async () => {
    const error = await refusal(
      runner('mall', { databaseUrl: withUrl((url) => (url.pathname = '/no_such')) }).run(),
    );
    expect(error.message).toContain('"no_such" does not exist: create the database');
  });

  it('refuses a schema name that would need quoting', async () => {
    expect((await refusal(runner('Mall;').run())).message).toContain('not a plain schema name');
  });

  it('waits for a database that is not there yet, saying so, and goes on when it comes', async () => {
    const port = await freePort();
    const warned = new Promise<string>((resolve) => {
      silenced.push(
        jest.spyOn(Logger.prototype, 'warn').mockImplementation((line: unknown) => resolve(String(line))),
      );
    });
    const databaseUrl = withUrl((url) => (url.host = `127.0.0.1:${port}`));
    const run = runner('patient', { databaseUrl }).run();
    expect(await warned).toBe(
      'waiting for PostgreSQL of DATABASE_URL (connect ECONNREFUSED 127.0.0.1:' + `${port})`,
    );
    const relay = await startRelay(port);
    expect(await run).toEqual(['0001_numbers', '0002_first']);
    await relay.close();
  });

  it('stops waiting when it is told to', async () => {
    const stop = new AbortController();
    silenced.push(jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => stop.abort()));
    const port = await freePort();
    const run = runner('mall', { databaseUrl: withUrl((url) => (url.host = `127.0.0.1:${port}`)) }).run(
      stop.signal,
    );
    await expect(run).rejects.toThrow('aborted');
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Stands in for a PostgreSQL that begins to listen later: passes bytes on to the real one. */
async function startRelay(port: number): Promise<{ close(): Promise<void> }> {
  const target = new URL(database.url);
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => socket.destroy()));
    client.pipe(upstream).pipe(client);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    async close() {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}
