import { connect } from 'amqplib';
import { now } from '../pace.ts';

// Takes from a quorum queue, acks, and keeps no record; answers only whoever asks for an answer.
const queue = `${process.env.CELERITY_PREFIX}.raw`;
const connection = await connect(String(process.env.AMQP_URL), { noDelay: true });
const replying = await connect(String(process.env.AMQP_URL), { noDelay: true });
const channel = await connection.createChannel();
const replies = await replying.createChannel();
await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
await channel.prefetch(Number(process.env.WORKER_CONCURRENCY) + 32);
await channel.consume(queue, (message) => {
  if (!message) process.exit(1);
  JSON.parse(message.content.toString('utf8'));
  const { replyTo, correlationId } = message.properties as { replyTo?: string; correlationId?: string };
  if (replyTo)
    replies.sendToQueue(replyTo, Buffer.from(JSON.stringify({ started: now() })), { correlationId });
  channel.ack(message);
});
process.once('SIGTERM', () => process.exit(0));
