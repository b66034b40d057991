import { until } from '@celerity/messaging/testing';
import { EventsOf } from '@celerity/contracts/testing';
import { MonitorFixture, type Replica } from '../testing/monitor-fixture.js';
import { QueriesController } from '../queries/queries.controller.js';

let monitor: MonitorFixture;

beforeEach(async () => {
  monitor = await MonitorFixture.create();
});

afterEach(() => monitor?.destroy());

const run = (task: EventsOf) => [task.accepted(0), task.started(5), task.succeeded(5, 9)];
const tasksTotal = async (replica: Replica) =>
  (await replica.get('/metrics')).text.split('\n').filter((line) => line.startsWith('celerity_tasks_total{'));

it('lets one replica project; the other reads its own writes all the same, and shows no task figures', async () => {
  const leader = await monitor.startLeader();
  const follower = await monitor.start();
  const task = new EventsOf();
  await monitor.write(...run(task));
  const asked = follower.app
    .get(QueriesController)
    .task({ task_id: task.task_id, barrier_id: await monitor.barrier() });
  expect((await asked).task?.status).toBe('SUCCESS');
  expect(follower.status.leading).toBe(false);
  expect((await follower.get('/health/ready')).status).toBe(200);
  expect(await tasksTotal(leader)).toHaveLength(2);
  expect((await follower.get('/metrics')).text).not.toContain('celerity_tasks_total');
});

it('hands over at once when the leader is stopped', async () => {
  const leader = await monitor.startLeader();
  const follower = await monitor.start();
  await leader.close();
  await until('the other leads', () => follower.status.leading, 3_000);
  expect((await leader.get('/metrics').catch(() => ({ text: '' }))).text).not.toContain('celerity_journal');
});

it('goes on without loss or doubles when the leader dies in the midst of it', async () => {
  const { url, proxy } = await monitor.database.through();
  const leader = await monitor.startLeader({ DATABASE_URL: url });
  const heir = await monitor.start();
  const tasks = Array.from({ length: 2_000 }, () => new EventsOf());
  const writing = (async () => {
    for (let n = 0; n < tasks.length; n += 20) await monitor.write(...tasks.slice(n, n + 20).flatMap(run));
  })();
  await until('some are projected', () => leader.status.nextOffset > 5);
  // It hears nothing any more, like a process that was killed or paused; its last transaction stays open.
  proxy.stall();
  await until('the other leads', () => heir.status.leading, 15_000);
  await writing;
  await monitor.barrier();
  const count = async () =>
    Number(
      (
        await monitor.database.query<{ n: string }>(
          `select count(*) as n from monitor.tasks where state = 'SUCCESS' and json_array_length(attempts) = 1`,
        )
      )[0]?.n,
    );
  await until('all are final', async () => (await count()) === tasks.length);

  // Back from the dead, it writes nothing and follows.
  proxy.resume();
  await until('the old leader follows', () => !leader.status.leading);
  const later = new EventsOf();
  await monitor.write(...run(later));
  const asked = leader.app
    .get(QueriesController)
    .task({ task_id: later.task_id, barrier_id: await monitor.barrier() });
  expect((await asked).task?.status).toBe('SUCCESS');
  expect(heir.status.leading).toBe(true);
});
