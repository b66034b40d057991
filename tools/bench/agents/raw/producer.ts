import { randomUUID } from 'node:crypto';
import { connect } from 'amqplib';
import { bounded, paced } from '../pace.ts';
import { PAYLOAD } from '../payload.ts';
import { serve } from '../serve.ts';

// The ceiling: one confirmed publish to a quorum queue for each task, and no record of anything.
const queue = `${process.env.CELERITY_PREFIX}.raw`;
const connection = await connect(String(process.env.AMQP_URL), { noDelay: true });
const channel = await connection.createConfirmChannel();
const looking = await connection.createChannel();
await looking.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
const { queue: replyTo } = await looking.assertQueue('', { exclusive: true });
const awaited = new Map<string, (started: number) => void>();
await looking.consume(
  replyTo,
  (message) => {
    const { started } = JSON.parse(message?.content.toString('utf8') ?? '{}') as { started: number };
    awaited.get(String(message?.properties.correlationId))?.(started);
  },
  { noAck: true },
);
let sent = 0;

function submit(answer?: { correlationId: string; replyTo: string }): Promise<void> {
  sent += 1;
  const content = Buffer.from(JSON.stringify(PAYLOAD));
  return new Promise((resolve, reject) => {
    channel.sendToQueue(queue, content, { persistent: true, mandatory: true, ...answer }, (error: unknown) =>
      error ? reject(error as Error) : resolve(),
    );
  });
}

async function roundTrip(): Promise<number> {
  const correlationId = randomUUID();
  const { promise, resolve } = Promise.withResolvers<number>();
  awaited.set(correlationId, resolve);
  await submit({ correlationId, replyTo });
  return promise.finally(() => awaited.delete(correlationId));
}

await serve({
  submit: async ({ count = 0, concurrency = 1 }) => {
    await bounded(count, concurrency, () => submit());
    return {};
  },
  batch: async ({ count = 0 }) => {
    await bounded(count, 2_000, () => submit());
    return {};
  },
  latency: ({ count = 0, perSecond = 1 }) => paced(count, perSecond, roundTrip),
  /** Nothing is stored: taken from the queue has to do. The last few may still be with the worker. */
  stored: async () => ({ stored: sent - (await looking.checkQueue(queue)).messageCount }),
  clean: async () => {
    await looking.deleteQueue(queue);
    await connection.close();
    return {};
  },
});
