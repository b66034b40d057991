import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Logger } from '@nestjs/common';
import { createDatabase } from '@celerity/service';
import { sql } from 'kysely';
import { createTestDatabase } from '@celerity/service/testing';
import type { MallDatabase } from '../mall-database.js';
import { runSeed, type SeedReport } from './run-seed.js';

const ZONE = 'Asia/Shanghai';
const run = promisify(execFile);

let url: string;
let drop: () => Promise<void>;

beforeEach(async () => {
  Logger.overrideLogger(false);
  ({ url, drop } = await createTestDatabase());
});
afterEach(() => drop());

const seed = (dueAgain = 0, today: string | null = '2025-11-24') => runSeed(url, ZONE, { dueAgain, today });

async function one<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row> {
  const db = createDatabase<MallDatabase>({ databaseUrl: url, schema: 'mall', applicationName: 'seed-test' });
  try {
    return (await query.execute(db)).rows[0] as Row;
  } finally {
    await db.destroy();
  }
}

const fingerprint = () =>
  one<{ hash: string }>(sql`
    select md5(string_agg(md5(b::text), '' order by id)) as hash from mall.bills b`);

describe('the seed', () => {
  it('fills an empty database, and leaves a full one as it is', async () => {
    const first = await seed();
    expect(first).toMatchObject({ seeded: true, shops: 60, today: '2025-11-24', due_again: 0 });
    const before = await fingerprint();
    expect(await seed()).toMatchObject({ ...first, seeded: false, ms: expect.any(Number) as number });
    expect(await fingerprint()).toEqual(before);
  });

  it('seeds once when two start at the same time', async () => {
    const reports = await Promise.all([seed(), seed()]);
    expect(reports.map(({ seeded }) => seeded).sort()).toEqual([false, true]);
    expect(await one<{ n: number }>(sql`select count(*)::int as n from mall.shops`)).toEqual({ n: 60 });
  });

  it('takes today from the database when it is not told', async () => {
    const { today } = await one<{ today: string }>(
      sql`select (now() at time zone ${ZONE})::date::text as today`,
    );
    expect((await seed(0, null)).today).toBe(today);
  });

  it('makes new bills due again in other shops each time, and resets none', async () => {
    const first = await seed(5);
    expect(first.due_again).toBe(0);
    const again = await seed(5);
    expect(again).toMatchObject({ seeded: false, due_again: 5, bills: first.bills + 5 });
    expect(again.bills_to_remind).toBe(first.bills_to_remind + 5);
    await seed(5);
    const made = await one<{ shops: number; bills: number }>(sql`
      select count(distinct b.shop_id)::int as shops, count(*)::int as bills
      from mall.bills b join mall.shops s on s.id = b.shop_id
      where b.id > ${first.bills} and b.period_end = '2025-11-25' and s.email is not null and b.amount > 0`);
    expect(made).toEqual({ shops: 10, bills: 10 });
  });
});

describe('the seed command', () => {
  const command = (args: string[], env: NodeJS.ProcessEnv = { ...process.env, DATABASE_URL: url }) =>
    run(
      process.execPath,
      [
        ...['--import', '@swc-node/register/esm-register', '--conditions=@celerity/source'],
        join(__dirname, '../seed.ts'),
        ...args,
      ],
      { cwd: join(__dirname, '../../..'), env },
    );

  it('prints one line of JSON', async () => {
    const { stdout } = await command(['--today', '2025-11-24']);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout) as SeedReport).toMatchObject({ seeded: true, shops: 60, today: '2025-11-24' });
  });

  it('refuses an option that it does not know', async () => {
    await expect(command(['--nope'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Unknown option '--nope'") as string,
    });
  });

  it('says what it needs', async () => {
    const env = { ...process.env };
    delete env['DATABASE_URL'];
    await expect(command([], env)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('DATABASE_URL is not set') as string,
    });
  });
});
