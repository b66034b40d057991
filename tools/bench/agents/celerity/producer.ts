import { newTaskId } from '@celerity/contracts';
import {
  BrokerConnection,
  BrokerNames,
  deleteTopology,
  JournalReader,
  JournalWriter,
  Publisher,
  submissionOf,
  TaskPublisher,
  TaskSubmitter,
  TopologyDeclarer,
} from '@celerity/messaging';
import { connect } from 'amqplib';
import { Client } from 'pg';
import { bounded, now, paced } from '../pace.ts';
import { PAYLOAD } from '../payload.ts';
import { serve } from '../serve.ts';
import { noop } from './noop-task.ts';

const url = String(process.env.AMQP_URL);
const names = new BrokerNames(String(process.env.CELERITY_PREFIX));
const log = { info: () => undefined, warn: console.error, error: console.error };
const publishing = new BrokerConnection({ url, name: 'bench-publish', log });
const reading = new BrokerConnection({ url, name: 'bench-read', log });
publishing.attach(new TopologyDeclarer(names));
const publisher = new Publisher(publishing, { mostWaiting: 1_000_000, admitTimeoutMs: 60_000 });
const submitter = new TaskSubmitter(
  new TaskPublisher(publisher, names),
  new JournalWriter(publisher, names.journal),
  60_000,
);
/** Whoever waits for the result of a task, by its id. */
const awaited = new Map<string, (started: number) => void>();
const tail = new JournalReader(reading, {
  journal: names.journal,
  prefetch: 1_000,
  position: () => Promise.resolve('next'),
  onBatch: ({ events }, done) => {
    for (const event of events) {
      if (event.type !== 'succeeded') continue;
      awaited.get(event.task_id)?.((event.result as { started: number }).started);
    }
    done();
  },
});
await publishing.start();
await reading.start();
const database = new Client({ connectionString: String(process.env.DATABASE_URL) });
await database.connect();

async function submit(eta: Date | null = null, taskId = newTaskId()): Promise<void> {
  await submitter.submit(submissionOf(noop, { taskId, args: [], kwargs: PAYLOAD }, { eta }));
}

async function roundTrip(): Promise<number> {
  const taskId = newTaskId();
  const { promise, resolve } = Promise.withResolvers<number>();
  awaited.set(taskId, resolve);
  await submit(null, taskId);
  return promise.finally(() => awaited.delete(taskId));
}

/** Its one row, or what stands for it while the monitor has not made its tables yet. */
async function figures<Row>(query: string, none: Row): Promise<Row> {
  const { rows } = await database.query(query).catch((error: { code?: string }) => {
    if (error.code === '42P01' || error.code === '3F000') return { rows: [none] };
    throw error;
  });
  return rows[0] as Row;
}

await serve({
  submit: async ({ count = 0, concurrency = 1 }) => {
    await bounded(count, concurrency, () => submit());
    return {};
  },
  /** One `submit` each here too: the product has no larger message than a task. */
  batch: async ({ count = 0 }) => {
    await bounded(count, 2_000, () => submit());
    return {};
  },
  delayed: async ({ count = 0, concurrency = 1, inMs = 0 }) => {
    const [due, eta] = [now() + inMs, new Date(Date.now() + inMs)];
    await bounded(count, concurrency, () => submit(eta));
    return { due };
  },
  latency: async ({ count = 0, perSecond = 1 }) => {
    await tail.start();
    return paced(count, perSecond, roundTrip).finally(() => tail.stop());
  },
  /** Counted in the transaction that writes the history. */
  stored: () =>
    figures(
      `select coalesce(sum(succeeded), 0)::integer as stored from monitor.task_counts where span_s = 3600`,
      { stored: 0 },
    ),
  starts: () =>
    figures(
      `select min((result->>'started')::float8) as first, max((result->>'started')::float8) as last
        from monitor.tasks where eta is not null and finished_at is not null`,
      { first: 0, last: 0 },
    ),
  clean: async () => {
    await Promise.all([publishing.close(), reading.close(), database.end()]);
    const model = await connect(url);
    await deleteTopology(await model.createChannel(), names);
    await model.close();
    return {};
  },
});
