import { until } from '@celerity/messaging/testing';
import { QueryServer } from '@celerity/service';
import { EventsOf } from '@celerity/contracts/testing';
import { MonitorFixture } from '../testing/monitor-fixture.js';

let monitor: MonitorFixture;

beforeEach(async () => {
  monitor = await MonitorFixture.create();
});

afterEach(() => monitor?.destroy());

const isAnswered = () =>
  monitor.client.task({ task_id: new EventsOf().task_id }, 500).then(
    () => true,
    () => false,
  );
const answers = () => until('an answer', isAnswered);

it('makes its queue when it is not there at the start', async () => {
  await monitor.broker.deleteQueue(monitor.broker.names.monitorQuestions);
  await monitor.start();
  await answers();
});

it('comes back when its queue is deleted under it', async () => {
  await monitor.start();
  await answers();
  await monitor.broker.deleteQueue(monitor.broker.names.monitorQuestions);
  await answers();
});

it('comes back when the connection is lost', async () => {
  await monitor.start();
  await answers();
  monitor.broker.proxy.cut();
  await answers();
});

it('comes back when the broker closes its channel', async () => {
  const { app } = await monitor.start();
  await answers();
  const server = app.get(QueryServer);
  const manager = server.unwrap<{ connection: { createChannel(): Promise<unknown> } }>();
  expect(manager.connection).toBeDefined();
  const wrapper = (server as unknown as { channel: { ackAll(): void; _channel: { ack(m: object): void } } })
    .channel;
  // An unknown delivery tag is a channel error.
  wrapper._channel.ack({ fields: { deliveryTag: 4_711 } });
  await answers();
});

it('starts without a broker, is alive but not ready, and answers once there is one', async () => {
  monitor.broker.proxy.stall();
  const replica = await monitor.start();
  expect((await replica.get('/health/live')).status).toBe(200);
  const ready = await replica.get('/health/ready');
  expect(ready.status).toBe(503);
  expect(JSON.parse(ready.text)).toMatchObject({ dependencies: { broker: { status: 'down' } } });
  monitor.broker.proxy.resume();
  await answers();
  await until('it is ready', async () => (await replica.get('/health/ready')).status === 200);
});

it('stops while the broker is away', async () => {
  monitor.broker.proxy.stall();
  const replica = await monitor.start();
  await replica.close();
  monitor.broker.proxy.resume();
});

it('answers what it has begun before it stops', async () => {
  const replica = await monitor.startLeader();
  await answers();
  const server = replica.app.get(QueryServer);
  const barrier_id = 'b-written-later';
  const asked = monitor.client.task({ task_id: new EventsOf().task_id, barrier_id }, 10_000);
  await until('the question is there', () => server.unanswered > 0);
  const closed = replica.close();
  await monitor.write({ type: 'barrier', barrier_id, at: new Date().toISOString() });
  expect((await asked).task).toBeNull();
  await closed;
  expect(server.unanswered).toBe(0);
});
