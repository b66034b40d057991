import { Worker } from 'bullmq';
import { now } from '../agents/pace.ts';

const connection = { url: process.env.REDIS_URL, maxRetriesPerRequest: null };
new Worker('bench', () => Promise.resolve({ started: now() }), {
  connection,
  concurrency: Number(process.env.WORKER_CONCURRENCY),
});
process.once('SIGTERM', () => process.exit(0));
