import { Logger } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { createDatabase } from '../postgres/create-database.js';
import { MigrationRunner } from '../postgres/migration-runner.js';
import { eventually } from '../testing/eventually.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { LeaderLease, type LeaderLeaseOptions } from './leader-lease.js';
import { leaseMigrations } from './lease-migrations.js';
import { LostLeadership } from './lost-leadership.js';

interface Schema {
  writes: { note: string };
}

const TTL_MS = 1_000;
let database: TestDatabase;
let connection: { databaseUrl: string; schema: string; applicationName: string };
let db: Kysely<Schema>;
let leases: LeaderLease<Schema>[];
let events: string[];
let leaseName = '';
let count = 0;

beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await createTestDatabase();
  connection = { databaseUrl: database.url, schema: 'beat', applicationName: 'lease-test' };
  await new MigrationRunner({ ...connection, migrations: leaseMigrations }).run();
  db = createDatabase<Schema>(connection);
  await sql`create table writes (note text)`.execute(db);
});

afterAll(async () => {
  await db?.destroy();
  await database?.drop();
});

beforeEach(() => {
  leaseName = `lease-${++count}`;
  leases = [];
  events = [];
});

afterEach(async () => {
  await Promise.all(leases.map((lease) => lease.stop()));
});

function candidate(holder: string, options: Partial<LeaderLeaseOptions<Schema>> = {}): LeaderLease<Schema> {
  const lease = new LeaderLease<Schema>({
    db,
    schema: 'beat',
    name: leaseName,
    holder,
    ttlMs: TTL_MS,
    onElected: (term) => void events.push(`${holder} elected ${term}`),
    onDeposed: (term) => void events.push(`${holder} deposed ${term}`),
    ...options,
  });
  leases.push(lease);
  return lease;
}

/** A leader whose connection has gone silent: it can neither renew nor release, like one that was killed. */
async function electThenCutOff(
  options: Partial<LeaderLeaseOptions<Schema>> = {},
): Promise<LeaderLease<Schema>> {
  const own = createDatabase<Schema>(connection);
  const lease = candidate('old', { db: own, ...options });
  lease.start();
  await eventually('the first election', () => lease.currentTerm() === 1);
  await own.destroy();
  return lease;
}

const term = (lease: LeaderLease<Schema>, expected: number) =>
  eventually(`term ${expected}`, () => lease.currentTerm() === expected);

describe('LeaderLease', () => {
  it('elects one of several, and keeps it over many renewals', async () => {
    const candidates = ['a', 'b', 'c'].map((holder) => candidate(holder));
    candidates.forEach((lease) => lease.start());
    candidates.forEach((lease) => lease.start());
    await eventually('an election', () => candidates.some((lease) => lease.currentTerm() === 1));
    const first = await expiry();
    await eventually('five renewals', async () => (await expiry()) - first > 5 * (TTL_MS / 3));
    expect(events).toHaveLength(1);
    expect(candidates.filter((lease) => lease.currentTerm() !== null)).toHaveLength(1);
  });

  it('hands over at once on a clean stop, after the leader has stopped its work', async () => {
    const first = candidate('first', { ttlMs: 60_000 });
    first.start();
    await term(first, 1);
    const second = candidate('second');
    second.start();
    await first.stop();
    await term(second, 2);
    expect(events).toEqual(['first elected 1', 'first deposed 1', 'second elected 2']);
    expect(first.currentTerm()).toBeNull();
  });

  it('is taken over with the next term when the leader dies without releasing', async () => {
    const old = await electThenCutOff();
    const begin = performance.now();
    const heir = candidate('heir');
    heir.start();
    await term(heir, 2);
    expect(performance.now() - begin).toBeLessThan(TTL_MS * 2);
    await eventually('the old leader to notice', () => events.includes('old deposed 1'));
    expect(old.currentTerm()).toBeNull();
  });

  it('keeps a paused leader from writing through the fence', async () => {
    const old = await electThenCutOff();
    const heir = candidate('heir');
    await db.transaction().execute((trx) => old.fence(trx, 1));
    heir.start();
    await term(heir, 2);

    const write = db.transaction().execute(async (trx) => {
      await old.fence(trx, 1);
      await trx.insertInto('writes').values({ note: 'late' }).execute();
    });
    await expect(write).rejects.toThrow(LostLeadership);
    await expect(write).rejects.toThrow(`term 1 of ${leaseName} is over`);
    await db.transaction().execute((trx) => heir.fence(trx, 2));
  });

  it('makes a single statement conditional on the term', async () => {
    const lease = candidate('one');
    lease.start();
    await term(lease, 1);
    const insert = async (ofTerm: number) =>
      (await sql`insert into writes select 'x' where ${lease.holdsTerm(ofTerm)}`.execute(db)).numAffectedRows;
    expect(await insert(1)).toBe(1n);
    expect(await insert(2)).toBe(0n);
  });

  it('lets a takeover wait for a fenced transaction, but not a renewal', async () => {
    const lease = candidate('busy');
    lease.start();
    await term(lease, 1);
    await db.transaction().execute(async (trx) => {
      await lease.fence(trx, 1);
      const before = await expiry();
      await eventually('a renewal', async () => {
        await sql`select 1`.execute(trx);
        return (await expiry()) > before;
      });
      const takeover = db.transaction().execute(async (other) => {
        await sql`set local lock_timeout = 50`.execute(other);
        await sql`update leases set term = term + 1 where name = ${leaseName}`.execute(other);
      });
      await expect(takeover).rejects.toThrow('lock timeout');
    });
    expect(lease.currentTerm()).toBe(1);
  });

  it('has the database end the transaction of a leader paused inside it', async () => {
    const own = createDatabase<Schema>(connection);
    const lease = candidate('paused', { db: own });
    lease.start();
    await term(lease, 1);
    const paused = own.transaction().execute(async (trx) => {
      await lease.fence(trx, 1);
      await eventually('the session to be ended', async () => !(await hasIdleTransaction()));
      await trx.insertInto('writes').values({ note: 'too late' }).execute();
    });
    await expect(paused).rejects.toThrow(/not queryable|terminated/);
    await lease.stop();
    await own.destroy();
  });

  it('aborts the signal and counts itself out when the database stops answering', async () => {
    const own = createDatabase<Schema>(connection);
    let signal: AbortSignal | undefined;
    const lease = candidate('deaf', { db: own, onElected: (_term, given) => void (signal = given) });
    lease.start();
    await term(lease, 1);
    const blocker = db.transaction().execute(async (trx) => {
      await sql`select 1 from leases where name = ${leaseName} for update`.execute(trx);
      await eventually('the leader to step down', () => signal?.aborted === true);
      expect(lease.currentTerm()).toBeNull();
    });
    await blocker;
    await lease.stop();
    await own.destroy();
  });

  it('steps down when its work cannot start, and survives a failing end', async () => {
    const failing = candidate('failing', {
      onElected: () => Promise.reject(new Error('no work')),
      onDeposed: (ofTerm) => {
        events.push(`ended ${ofTerm}`);
        throw new Error('no end');
      },
    });
    failing.start();
    await eventually('the second try', () => events.includes('ended 2'));
    expect(events).toEqual(['ended 1', 'ended 2']);
  });
});

async function expiry(): Promise<number> {
  const { rows } = await sql<{
    at: Date;
  }>`select expires_at as at from leases where name = ${leaseName}`.execute(db);
  return rows[0]?.at.getTime() ?? 0;
}

async function hasIdleTransaction(): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`.execute(
    db,
  );
  return rows.length > 0;
}
