import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { bounded, now } from '../agents/pace.ts';
import { PAYLOAD } from '../agents/payload.ts';
import { serve } from '../agents/serve.ts';

const boss = new PgBoss(process.env.DATABASE_URL);
boss.on('error', console.error);
await boss.start();
await boss.createQueue('bench');
const database = new pg.Client(process.env.DATABASE_URL);
await database.connect();

async function figures(query) {
  return (await database.query(query)).rows[0];
}

await serve({
  submit: async ({ count, concurrency }) => {
    await bounded(count, concurrency, () => boss.send('bench', PAYLOAD));
    return {};
  },
  batch: async ({ count }) => {
    const jobs = Array.from({ length: 1_000 }, () => ({ data: PAYLOAD }));
    for (let left = count; left > 0; left -= jobs.length) await boss.insert('bench', jobs.slice(0, left));
    return {};
  },
  delayed: async ({ count, concurrency, inMs }) => {
    const [due, startAfter] = [now() + inMs, new Date(Date.now() + inMs)];
    await bounded(count, concurrency, () => boss.send('bench', { ...PAYLOAD, later: true }, { startAfter }));
    return { due };
  },
  stored: () => figures(`select count(*)::integer as stored from pgboss.job where state = 'completed'`),
  /** When they were taken from the table, which this system writes itself. */
  starts: async () => {
    const sinceEpoch = Date.now() - now();
    return figures(`select extract(epoch from min(started_on))::float8 * 1000 - ${sinceEpoch} as first,
        extract(epoch from max(started_on))::float8 * 1000 - ${sinceEpoch} as last
      from pgboss.job where state = 'completed' and data->>'later' is not null`);
  },
  clean: async () => {
    await boss.stop({ graceful: false });
    await database.end();
    return {};
  },
});
