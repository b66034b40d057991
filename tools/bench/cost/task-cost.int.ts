import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ground } from '../ground/ground.ts';
import { RunningSystem } from '../systems/running-system.ts';
import { celerity } from '../systems/systems.ts';
import { amqpCounter } from './amqp-counter.ts';
import { CountingProxy } from './counting-proxy.ts';
import { postgresCounter } from './postgres-counter.ts';

const TASKS = 1_000;

/**
 * What a task costs in things that can be counted, on the way from submit to history. Unlike times they hardly
 * depend on the machine, so a bound that breaks means that somebody made tasks dearer.
 */
it('costs a task no more messages, bytes and questions than it used to', async () => {
  await using started = new AsyncDisposableStack();
  const amqp = { frames: 0, published: 0, delivered: 0, acked: 0, confirmed: 0 };
  const postgres = { roundTrips: 0, transactions: 0 };
  const broker = await CountingProxy.to(String(process.env.AMQP_URL), amqpCounter(amqp));
  started.use(broker.proxy);
  const database = await CountingProxy.to(String(process.env.DATABASE_URL), postgresCounter(postgres));
  started.use(database.proxy);
  const dir = await mkdtemp(join(tmpdir(), 'celerity-cost-'));
  started.defer(() => rm(dir, { recursive: true, force: true }));
  const ground: Ground = {
    dir,
    services: {
      rabbitmq: { url: broker.url, pid: 0 },
      postgres: { url: database.url, pid: 0 },
      redis: { url: '', pid: 0 },
    },
  };
  const running = started.use(await RunningSystem.start(celerity, ground));
  await running.warmUp(100);

  const counts = () => ({
    ...amqp,
    brokerBytes: broker.proxy.bytes,
    databaseBytes: database.proxy.bytes,
    ...postgres,
  });
  const before = counts();
  await running.producer.ask('submit', { count: TASKS, concurrency: 100 });
  await running.untilStored(100 + TASKS);
  const after = counts();
  const perTask = (name: keyof typeof before): number => (after[name] - before[name]) / TASKS;
  // Publish and delivery are three frames each; acks, confirms and the journal's batches are shared by many.
  expect(perTask('frames')).toBeLessThan(7.5);
  expect(perTask('published')).toBeLessThan(1.2);
  expect(perTask('delivered')).toBeLessThan(1.2);
  expect(perTask('acked')).toBeLessThan(0.35);
  expect(perTask('confirmed')).toBeLessThan(0.6);
  expect(perTask('brokerBytes')).toBeLessThan(2_650);
  expect(perTask('databaseBytes')).toBeLessThan(2_000);
  // How many tasks share a transaction depends on the machine; what one asks of the database does not.
  const transactions = after.transactions - before.transactions;
  expect((after.roundTrips - before.roundTrips) / transactions).toBeLessThan(10);
  expect(transactions).toBeLessThan(TASKS / 5);
}, 120_000);
