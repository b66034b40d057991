import { Queue, QueueEvents } from 'bullmq';
import { bounded, now, paced } from '../agents/pace.ts';
import { PAYLOAD } from '../agents/payload.ts';
import { serve } from '../agents/serve.ts';

const connection = { url: process.env.REDIS_URL, maxRetriesPerRequest: null };
const queue = new Queue('bench', { connection });
await queue.waitUntilReady();

await serve({
  submit: async ({ count, concurrency }) => {
    await bounded(count, concurrency, () => queue.add('noop', PAYLOAD));
    return {};
  },
  batch: async ({ count }) => {
    const jobs = Array.from({ length: 1_000 }, () => ({ name: 'noop', data: PAYLOAD }));
    for (let left = count; left > 0; left -= jobs.length) await queue.addBulk(jobs.slice(0, left));
    return {};
  },
  delayed: async ({ count, concurrency, inMs }) => {
    const [due, at] = [now() + inMs, Date.now() + inMs];
    await bounded(count, concurrency, () => queue.add('later', PAYLOAD, { delay: at - Date.now() }));
    return { due };
  },
  latency: async ({ count, perSecond }) => {
    const events = new QueueEvents('bench', { connection });
    await events.waitUntilReady();
    const roundTrip = async () =>
      (await (await queue.add('noop', PAYLOAD)).waitUntilFinished(events)).started;
    return paced(count, perSecond, roundTrip).finally(() => events.close());
  },
  stored: async () => ({ stored: await queue.getCompletedCount() }),
  starts: async () => {
    const jobs = await queue.getJobs(['completed'], 0, -1);
    const starts = jobs.filter(({ name }) => name === 'later').map(({ returnvalue }) => returnvalue.started);
    return { first: Math.min(...starts), last: Math.max(...starts) };
  },
  clean: async () => {
    await queue.obliterate({ force: true });
    await queue.close();
    return {};
  },
});
