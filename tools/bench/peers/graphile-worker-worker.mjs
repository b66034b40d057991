import { run } from 'graphile-worker';

const concurrency = Number(process.env.WORKER_CONCURRENCY);
await run({
  connectionString: process.env.DATABASE_URL,
  concurrency,
  maxPoolSize: concurrency,
  noHandleSignals: true,
  taskList: { noop: () => Promise.resolve() },
  logger: undefined,
});
process.once('SIGTERM', () => process.exit(0));
