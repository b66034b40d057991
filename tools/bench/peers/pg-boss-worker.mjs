import { PgBoss } from 'pg-boss';
import { now } from '../agents/pace.ts';

const boss = new PgBoss(process.env.DATABASE_URL);
boss.on('error', console.error);
await boss.start();
await boss.createQueue('bench');
const options = { batchSize: Number(process.env.WORKER_CONCURRENCY), pollingIntervalSeconds: 0.5 };
await boss.work('bench', options, async () => ({ started: now() }));
process.once('SIGTERM', () => process.exit(0));
