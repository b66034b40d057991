import { makeWorkerUtils } from 'graphile-worker';
import pg from 'pg';
import { bounded } from '../agents/pace.ts';
import { PAYLOAD } from '../agents/payload.ts';
import { serve } from '../agents/serve.ts';

const utils = await makeWorkerUtils({ connectionString: process.env.DATABASE_URL });
await utils.migrate();
const database = new pg.Client(process.env.DATABASE_URL);
await database.connect();
let sent = 0;

function submit() {
  sent += 1;
  return utils.addJob('noop', PAYLOAD);
}

await serve({
  submit: async ({ count, concurrency }) => {
    await bounded(count, concurrency, submit);
    return {};
  },
  batch: async ({ count }) => {
    const jobs = Array.from({ length: 1_000 }, () => ({ identifier: 'noop', payload: PAYLOAD }));
    sent += count;
    for (let left = count; left > 0; left -= jobs.length) await utils.addJobs(jobs.slice(0, left));
    return {};
  },
  /** It keeps no results: a job that is gone has ended. */
  stored: async () => {
    const { rows } = await database.query('select count(*)::integer as left from graphile_worker.jobs');
    return { stored: sent - rows[0].left };
  },
  clean: async () => {
    await utils.release();
    await database.end();
    return {};
  },
});
