import { setTimeout as pause } from 'node:timers/promises';
import { BrokerNames, deleteTopology } from '@celerity/messaging';
import amqp from 'amqplib';
import { Client } from 'pg';
import { reportFailure } from '../run/report-failure.ts';
import { BeatProcesses } from './schedules/beat-processes.ts';
import { expectedTaskId, FiredTasks } from './schedules/fired-tasks.ts';

const SECONDS = Number(process.env.SECONDS ?? 120);
const MANY = Number(process.env.MANY ?? 10_000);
const PREFIX = `bench-${process.pid}`;
const LEASE_MS = 3_000;
const SETTLE_MS = 12_000;

/**
 * Three beats, a schedule of every second, leaders killed and paused at random; then many schedules due at once.
 * Wants built services, AMQP_URL and DATABASE_URL. `npx node tools/bench/schedules.ts`
 */
async function main(): Promise<void> {
  const admin = await connected(String(process.env.DATABASE_URL));
  const database = `bench_${process.pid}`;
  await admin.query(`create database ${database}`);
  const url = new URL(String(process.env.DATABASE_URL));
  url.pathname = `/${database}`;
  try {
    await using beats = new BeatProcesses({ DATABASE_URL: url.href, CELERITY_PREFIX: PREFIX });
    for (let n = 0; n < 3; n += 1) beats.start();
    const db = await connected(url.href);
    await leader(db);
    await using fired = await FiredTasks.from(String(process.env.AMQP_URL), `${PREFIX}.q.default`);
    const good = await everySecond(db, beats, fired);
    await manyAtOnce(db, beats);
    await db.end();
    process.exitCode = good ? 0 : 1;
  } finally {
    await admin.query(`drop database if exists ${database} with (force)`);
    await admin.end();
    await removeQueues();
  }
}

async function everySecond(db: Client, beats: BeatProcesses, fired: FiredTasks): Promise<boolean> {
  await db.query(insert(`'tick'`, `'* * * * * *'`));
  const until = performance.now() + SECONDS * 1_000;
  let [kills, pauses] = [0, 0];
  while (performance.now() < until) {
    await pause(4_000 + Math.random() * 6_000);
    const child = beats.holding(await leader(db));
    if (!child) continue;
    if (Math.random() < 0.5) {
      kills += 1;
      await beats.kill(child);
      beats.start();
    } else {
      pauses += 1;
      child.kill('SIGSTOP');
      await pause(LEASE_MS * (1 + Math.random() * 2));
      child.kill('SIGCONT');
    }
  }
  await db.query(`update beat.schedules set enabled = false where id = 'tick'`);
  await pause(SETTLE_MS);
  const { rows } = await db.query<{ first: Date; last: Date }>(
    `select min(due_at) as first, max(due_at) as last from beat.occurrences where schedule_id = 'tick'`,
  );
  const [from = 0, to = -1] = [rows[0]?.first.getTime(), rows[0]?.last.getTime()];
  const expected = new Set<string>();
  for (let at = from; at <= to; at += 1_000) expected.add(expectedTaskId('tick', new Date(at)));
  const missed = [...expected].filter((id) => !fired.seen.has(id)).length;
  const doubled = [...fired.seen.values()].filter(({ plain }) => plain > 1).length;
  const flagged = [...fired.seen.values()].filter(({ flagged: copies }) => copies > 0).length;
  const late = await lateness(db, 'tick');
  console.log(`every second for ${SECONDS} s: ${kills} leaders killed, ${pauses} paused`);
  console.log(
    `expected ${expected.size}, missed ${missed}, doubled ${doubled}, sent again flagged ${flagged}`,
  );
  console.log(`lateness p50 ${late.p50} ms, p99 ${late.p99} ms, worst ${late.worst} ms`);
  return missed === 0 && doubled === 0 && expected.size > 0;
}

async function manyAtOnce(db: Client, beats: BeatProcesses): Promise<void> {
  const before = await beats.residentMiB();
  await db.query(insert(`'many-' || n`, `'* * * * *'`, `from generate_series(1, ${MANY}) n`));
  const fired = `select count(*)::integer as count from beat.occurrences
    where schedule_id like 'many-%' and published_at is not null
      and due_at = (select min(due_at) from beat.occurrences where schedule_id like 'many-%')`;
  let largest = before;
  for (;;) {
    const { rows } = await db.query<{ count: number }>(fired);
    largest = Math.max(largest, await beats.residentMiB());
    if ((rows[0]?.count ?? 0) >= MANY) break;
    await pause(250);
  }
  const late = await lateness(db, 'many-%');
  console.log(
    `${MANY} schedules due in one minute: all fired ${late.worst} ms after it (p50 ${late.p50} ms)`,
  );
  console.log(
    `memory of the largest beat: ${before.toFixed(0)} MiB before, ${largest.toFixed(0)} MiB at most`,
  );
}

async function lateness(db: Client, like: string): Promise<{ p50: number; p99: number; worst: number }> {
  const { rows } = await db.query<{ p50: number; p99: number; worst: number }>(
    `select round(percentile_disc(0.5) within group (order by ms))::float8 as p50,
       round(percentile_disc(0.99) within group (order by ms))::float8 as p99, round(max(ms))::float8 as worst
     from (select extract(epoch from published_at - due_at) * 1000 as ms from beat.occurrences
       where schedule_id like $1 and published_at is not null
         and ($1 not like '%\\%' or due_at = (select min(due_at) from beat.occurrences where schedule_id like $1))) o`,
    [like],
  );
  return rows[0] ?? { p50: 0, p99: 0, worst: 0 };
}

function insert(id: string, cron: string, from = ''): string {
  return `insert into beat.schedules (id, task_name, args, kwargs, cron, zone, source)
    select ${id}, 'default.debug_task', '[]', '{}', ${cron}, 'UTC', 'bench' ${from}`;
}

/** Who holds the lease, once somebody does. */
async function leader(db: Client): Promise<string> {
  for (;;) {
    const found = await db
      .query<{ holder: string }>(`select holder from beat.leases where expires_at > clock_timestamp()`)
      .catch(() => null);
    const holder = found?.rows[0]?.holder;
    if (holder) return holder;
    await pause(100);
  }
}

async function removeQueues(): Promise<void> {
  const model = await amqp.connect(String(process.env.AMQP_URL));
  await deleteTopology(await model.createChannel(), new BrokerNames(PREFIX));
  await model.close();
}

async function connected(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

await main().catch(reportFailure);
