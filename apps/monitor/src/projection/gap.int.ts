import { until } from '@celerity/messaging/testing';
import { EventsOf } from '@celerity/contracts/testing';
import { MonitorFixture, type Replica } from '../testing/monitor-fixture.js';

let monitor: MonitorFixture;

beforeEach(async () => {
  monitor = await MonitorFixture.create();
});

afterEach(() => monitor?.destroy());

const readiness = async (replica: Replica) =>
  JSON.parse((await replica.get('/health/ready')).text) as {
    status: string;
    dependencies: { projection: { status: string; message?: string } };
  };

async function projectSome(messages: number): Promise<void> {
  const replica = await monitor.startLeader();
  for (let n = 0; n < messages; n += 1) await monitor.write(new EventsOf().accepted());
  await monitor.projected();
  await replica.close();
}

async function makeJournalAnew(): Promise<void> {
  await monitor.broker.deleteQueue(monitor.broker.names.journal);
  const declaring = monitor.broker.connection('declarer');
  await declaring.start();
  await declaring.close();
}

async function isKnown(task: EventsOf): Promise<boolean> {
  const rows = await monitor.database.query('select 1 from monitor.tasks where task_id = $1', [task.task_id]);
  return rows.length === 1;
}

async function notReady(replica: Replica, reason: RegExp): Promise<void> {
  await until('a gap is named', async () => {
    const { message = '' } = (await readiness(replica)).dependencies.projection;
    return reason.test(message) && message.includes('ACCEPT_GAP=true');
  });
  expect((await replica.get('/health/ready')).status).toBe(503);
}

it('does not wait silently for a journal that was made anew to reach the old offset', async () => {
  await projectSome(20);
  await makeJournalAnew();
  const task = new EventsOf();
  await monitor.write(task.accepted());
  const replica = await monitor.startLeader();
  await notReady(replica, /has nothing at offset \d+, which was projected last/);
  expect(await isKnown(task)).toBe(false);
});

it('does not take the messages of a journal that was made anew for those it expects', async () => {
  await projectSome(3);
  await makeJournalAnew();
  const tasks = Array.from({ length: 30 }, () => new EventsOf());
  for (const task of tasks) await monitor.write(task.accepted());
  const replica = await monitor.startLeader();
  await notReady(replica, /was made anew/);
  await replica.close();

  const accepting = await monitor.startLeader({ ACCEPT_GAP: 'true' });
  await until('all are there', async () => (await Promise.all(tasks.map(isKnown))).every(Boolean));
  expect((await readiness(accepting)).status).toBe('ok');
  expect(accepting.lines.join()).toContain('going on without the missing events');
  await accepting.close();

  // The new journal is the known one now.
  await monitor.startLeader();
  const later = new EventsOf();
  await monitor.write(later.accepted());
  await monitor.projected();
  expect(await isKnown(later)).toBe(true);
});

it('goes on from an empty new journal when it is told to', async () => {
  await projectSome(20);
  await makeJournalAnew();
  const replica = await monitor.startLeader({ ACCEPT_GAP: 'true' });
  const task = new EventsOf();
  await monitor.write(task.accepted());
  await until('it is there', () => isKnown(task));
  expect((await readiness(replica)).dependencies.projection.status).toBe('up');
});
