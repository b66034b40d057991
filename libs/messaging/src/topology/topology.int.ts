import { connect } from 'amqplib';
import { TopologyMismatch } from '../connection/broker-errors.js';
import { TestBroker } from '../testing/index.js';

it('stops with a clear error when the broker holds a queue with other properties', async () => {
  const broker = await TestBroker.create();
  const model = await connect(broker.url);
  const channel = await model.createChannel();
  await channel.assertQueue(broker.names.dead, { durable: true, arguments: { 'x-queue-type': 'classic' } });
  const start = broker.connection().start();
  await expect(start).rejects.toBeInstanceOf(TopologyMismatch);
  await expect(start).rejects.toThrow(/\.dead.*CELERITY_PREFIX/);
  await model.close();
  await broker.destroy();
});
