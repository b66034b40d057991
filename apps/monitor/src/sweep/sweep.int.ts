import { randomUUID } from 'node:crypto';
import { catalogue, type JournalEvent, type TaskDefinition } from '@celerity/contracts';
import { decodeDelayed, decodeTask, type Delivery } from '@celerity/messaging';
import { until } from '@celerity/messaging/testing';
import { EventsOf } from '@celerity/contracts/testing';
import { MonitorFixture } from '../testing/monitor-fixture.js';

let monitor: MonitorFixture;

beforeEach(async () => {
  monitor = await MonitorFixture.create();
});

afterEach(() => monitor?.destroy());

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

/** Takes whatever arrives in a queue, as a worker or beat would. */
function taking(queue: string): { readonly taken: Delivery[]; close(): Promise<void> } {
  const taken: Delivery[] = [];
  const consumer = monitor.consumer(queue, (delivery) => {
    taken.push(delivery);
    delivery.ack();
  });
  return { taken, close: () => consumer.close() };
}

it('brings lost tasks back once, and leaves alone what waits, has begun, has ended or was refused', async () => {
  const { names } = monitor.broker;
  const [lost, waiting, begun, ended, refused, young] = Array.from({ length: 6 }, () => new EventsOf());
  const old: JournalEvent[] = [lost, begun, ended, refused].map((task) => ({
    ...task!.accepted(),
    at: ago(60_000),
  }));
  await monitor.write(
    ...old,
    { ...waiting!.accepted(), at: ago(60_000), task_name: 'finance.check_pending_bills', queue: 'finance' },
    { ...begun!.started(0), at: ago(50_000) },
    ended!.succeeded(1, 2),
    refused!.refused(3),
    { ...young!.accepted(), at: new Date(Date.now() + 60_000).toISOString() },
  );
  await monitor.broker.publish(names.queue('finance'), '[[], {}, {}]', { messageId: waiting!.task_id });
  const { taken, close } = taking(names.queue('default'));
  await monitor.startLeader({ SWEEP_AFTER_MS: '1000' });
  await until('the lost task is back', () => taken.length > 0);
  const message = decodeTask(taken[0]!.content, taken[0]!.properties);
  expect(message).toMatchObject({
    taskId: lost!.task_id,
    taskName: 'default.test_task',
    args: ['one'],
    kwargs: { two: 2 },
    possibleDuplicate: true,
    attempt: 1,
  });
  await monitor.write(lost!.started(1), lost!.succeeded(1, 2));
  const sweeps = async () =>
    (await monitor.database.query<{ task_id: string }>('select task_id from monitor.swept_tasks')).map(
      ({ task_id }) => task_id,
    );
  // Another lost one proves that a later sweep has looked.
  const next = new EventsOf();
  await monitor.write({ ...next.accepted(), at: ago(60_000) });
  await until('the next lost one is back', async () => (await sweeps()).length === 2);
  expect(new Set(await sweeps())).toEqual(new Set([lost!.task_id, next.task_id]));
  await close();
});

it('sends what beat has lost by way of the timers, when beat takes timers in', async () => {
  const { names } = monitor.broker;
  const [delayed, retried, future] = Array.from({ length: 3 }, () => new EventsOf());
  const { taken, close } = taking(names.timers);
  await monitor.write(
    { ...delayed!.accepted(), at: ago(60_000), eta: ago(30_000) },
    { ...retried!.accepted(), at: ago(60_000) },
    { ...retried!.retry(1, 2), next_at: ago(30_000) },
    { ...future!.accepted(), at: ago(60_000), eta: new Date(Date.now() + 3_600_000).toISOString() },
  );
  await monitor.startLeader({ SWEEP_AFTER_MS: '1000' });
  await until('both are back', () => taken.length >= 2);
  const found = taken.map(({ content, properties }) => decodeDelayed(content, properties).message);
  const attempts = new Map(found.map(({ taskId, attempt }) => [taskId, attempt]));
  expect(attempts).toEqual(
    new Map([
      [delayed!.task_id, 1],
      [retried!.task_id, 2],
    ]),
  );
  expect(found.every(({ possibleDuplicate }) => possibleDuplicate)).toBe(true);
  await close();
});

it('does not run a task with its secrets hidden: it fails, and says what to do', async () => {
  const task = new EventsOf();
  // No shipped task has secrets; this contract has one for the length of the test.
  const contract = catalogue.find('test_task') as { secrets: readonly string[] };
  jest.spyOn(catalogue, 'find').mockReturnValue({ ...(contract as TaskDefinition), secrets: ['two'] });
  await monitor.write({ ...task.accepted(), kwargs: { two: '***' }, at: ago(60_000) });
  await monitor.startLeader({ SWEEP_AFTER_MS: '1000' });
  await until('it has failed', async () => {
    const barrier_id = await monitor.barrier();
    const { task: view } = await monitor.client.task({ task_id: task.task_id, barrier_id }, 10_000);
    return view?.error?.type === 'MessageLost' && view.error.message.includes('two is secret');
  });
  jest.restoreAllMocks();
  expect(await monitor.broker.ready(monitor.broker.names.queue('default'))).toBe(0);
});

it('declares a deleted queue again, and brings back what was in it', async () => {
  const { names } = monitor.broker;
  const task = new EventsOf();
  await monitor.write({ ...task.accepted(), at: ago(60_000) });
  await monitor.broker.publish(names.queue('default'), 'lost with its queue', { messageId: randomUUID() });
  const leader = await monitor.startLeader({ SWEEP_AFTER_MS: '1000' });
  await monitor.broker.deleteQueue(names.queue('default'));
  const isBack = () => leader.lines.some((line) => line.includes('lost: sent again'));
  await until('the task is sent again', isBack, 40_000);
  expect(await monitor.broker.ready(names.queue('default'))).toBe(1);
});
