import type { JournalBatch, JournalEvent } from '@celerity/contracts';
import { EventsOf, WorkerEventsOf } from '@celerity/contracts/testing';
import { until } from '@celerity/messaging/testing';
import { BridgeFixture, type Replica } from '../testing/bridge-fixture.js';
import {
  missingForKafka,
  NOT_ENOUGH_REPLICAS,
  NOT_LEADER_OR_FOLLOWER,
  UNKNOWN_TOPIC_OR_PARTITION,
  type ConsumedRecord,
} from '../testing/mock-cluster.js';

const missing = missingForKafka();
if (missing.length > 0) process.stderr.write(`bridge.int.ts is skipped: there is no ${missing.join(', ')}\n`);
const withKafka = missing.length === 0 ? describe : describe.skip;

/** Types of events that Kafka is told, as docs/kafka.md lists them. */
const BRIDGED = new Set(
  'accepted refused started interrupted progressed succeeded retry_scheduled failed revoked expired rescheduled revoke_requested revoke_acknowledged'.split(
    ' ',
  ),
);

withKafka('bridge', () => {
  let fixture: BridgeFixture;

  beforeEach(async () => {
    fixture = await BridgeFixture.create();
  });

  afterEach(() => fixture?.destroy());

  /** Some tasks' lives, interleaved. */
  const write = async (tasks: number): Promise<void> => {
    const all = Array.from({ length: tasks }, () => new EventsOf());
    const steps: ((task: EventsOf) => JournalEvent)[] = [
      (task) => task.accepted(0),
      (task) => task.started(10),
      (task) => task.retry(10, 20),
      (task) => task.started(130, 2),
      (task) => task.succeeded(130, 140, 2),
    ];
    for (const step of steps) await fixture.write(...all.map(step));
  };

  it('tells Kafka every task event of the journal, in the order of each task, and nothing else', async () => {
    const bridge = await fixture.start();
    const task = new EventsOf();
    await fixture.write(
      task.accepted(0),
      new WorkerEventsOf().beat(1),
      task.started(1),
      { type: 'logged', worker: 'w1', at: new Date().toISOString(), lines: [] },
      task.progressed(2, 5),
      task.revokeRequested(3, true),
      task.revokeAcknowledged(4),
      task.terminated(1, 5),
    );
    await write(200);
    await fixture.writeRaw('no JSON at all');
    await fixture.writeRaw(JSON.stringify([{ type: 'of_a_later_version' }, new EventsOf().accepted(0)]));
    await fixture.bridged();

    const records = await fixture.kafka.records();
    expectTheSame(await fixture.journal(), records);
    expect(repeatsIn(records)).toBe(0);
    expect(new Set(records.map(({ partition }) => partition)).size).toBe(4);
    const [first] = records.filter(({ key }) => key === task.task_id);
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json',
      'celerity-schema': '1',
      'celerity-type': 'accepted',
      'celerity-generation': '1',
    });
    expect((await bridge.get('/health/ready')).status).toBe(200);
    const metrics = (await bridge.get('/metrics')).text;
    expect(metrics).toMatch(new RegExp(`^celerity_kafka_records_total\\S* ${records.length}$`, 'm'));
    expect(metrics).toMatch(/^celerity_kafka_incomplete_events_total\{reason="ignored"\S* 1$/m);
    expect(metrics).toMatch(/^celerity_kafka_bridging\S* 1$/m);
    expect(metrics).toMatch(/^celerity_kafka_lag_events\S* 0$/m);
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])(
    'compresses with %s what others can read',
    async (compression) => {
      await fixture.start({ KAFKA_COMPRESSION: compression });
      await write(50);
      await fixture.bridged();
      expectTheSame(await fixture.journal(), await fixture.kafka.records());
    },
  );

  it('leaves a large value out and says so, rather than stopping or cutting it', async () => {
    const bridge = await fixture.start({ KAFKA_MAX_MESSAGE_BYTES: '20000' });
    const task = new EventsOf();
    const result = { text: 'x'.repeat(30_000) };
    await fixture.write(task.accepted(0), { ...task.succeeded(1, 2), result });
    await write(100);
    await fixture.bridged();
    const records = await fixture.kafka.records();
    const [, reduced] = records.filter(({ key }) => key === task.task_id);
    expect(reduced?.value).toMatchObject({ type: 'succeeded', result: null, left_out: ['result'] });
    expect(reduced?.headers['celerity-left-out']).toBe('result');
    expect(records).toHaveLength(502);
    expect((await bridge.get('/metrics')).text).toMatch(
      /^celerity_kafka_incomplete_events_total\{reason="reduced"\S* 1$/m,
    );
  });

  it('loses nothing while Kafka is away, says so, and catches up', async () => {
    const bridge = await fixture.start();
    await write(20);
    await fixture.bridged();
    await fixture.kafka.down();
    await write(200);
    await notReady(bridge, 'kafka', /Kafka, topic/);
    await notReady(bridge, 'bridging', /Kafka, topic/);
    expect((await bridge.get('/health/live')).status).toBe(200);
    const metrics = (await bridge.get('/metrics')).text;
    expect(metrics).toMatch(/^celerity_kafka_send_failures_total\S* [1-9]/m);
    expect(metrics).toMatch(/^celerity_kafka_lag_seconds\S* [0-9.e+]+$/m);
    const kept = await fixture.position();
    await fixture.kafka.up();
    await fixture.bridged();
    expect(await fixture.position()).toBeGreaterThan(kept);
    expectTheSame(await fixture.journal(), await fixture.kafka.records());
    await until('ready again', async () => (await bridge.get('/health/ready')).status === 200);
  }, 60_000);

  it('loses nothing to a cluster that is there and does not answer', async () => {
    const bridge = await fixture.start();
    await write(20);
    await fixture.bridged();
    fixture.kafka.freeze();
    await write(100);
    await notReady(bridge, 'kafka', /timeout|no answer/i);
    fixture.kafka.thaw();
    await fixture.bridged();
    expectTheSame(await fixture.journal(), await fixture.kafka.records());
  }, 60_000);

  it('sends again what a broker refused, and keeps the order', async () => {
    await fixture.start();
    await write(10);
    await fixture.bridged();
    await fixture.kafka.refuse(1, NOT_LEADER_OR_FOLLOWER);
    await write(50);
    await fixture.bridged();
    await fixture.kafka.refuse(2, NOT_ENOUGH_REPLICAS);
    await write(50);
    await fixture.bridged();
    const records = await fixture.kafka.records();
    expectTheSame(await fixture.journal(), records);
    expect(records.length).toBeGreaterThanOrEqual(550);
  }, 60_000);

  it('names a topic that is not there, and what to do', async () => {
    await fixture.kafka.failTopic(UNKNOWN_TOPIC_OR_PARTITION);
    const bridge = await fixture.start();
    await write(1);
    await notReady(bridge, 'bridging', new RegExp(`${fixture.kafka.topic}: UNKNOWN_TOPIC.*create the topic`));
    await fixture.kafka.failTopic(0);
    await fixture.bridged();
    expectTheSame(await fixture.journal(), await fixture.kafka.records());
  }, 60_000);

  it('goes on where a bridge was killed: nothing is missing, and repeats come in the same order', async () => {
    await write(300);
    const killed = fixture.startProcess({
      // Between the acknowledgement and the position: the worst moment there is.
      FAULT_POINT: 'bridge.after_send:kill9:2',
      KAFKA_MAX_MESSAGE_BYTES: '100000',
    });
    await killed.ended();
    expect(repeatsIn(await fixture.kafka.records())).toBe(0);
    const before = (await fixture.kafka.records()).length;
    expect(before).toBeGreaterThan(0);
    await write(100);
    fixture.startProcess();
    await fixture.bridged();
    const records = await fixture.kafka.records();
    expectTheSame(await fixture.journal(), records);
    // What the killed one had sent without having kept that it had.
    expect(repeatsIn(records)).toBe(before);
  }, 60_000);

  it('has one replica bridge, and another take over', async () => {
    const first = await fixture.start();
    await until('a leader', () => first.status.leading);
    const second = await fixture.start();
    await write(50);
    await fixture.bridged();
    expect(second.status.leading).toBe(false);
    expect((await second.get('/health/ready')).status).toBe(200);
    await first.close();
    await write(50);
    await fixture.bridged();
    expect(second.status.leading).toBe(true);
    const records = await fixture.kafka.records();
    expectTheSame(await fixture.journal(), records);
    expect(repeatsIn(records)).toBe(0);
  }, 60_000);

  it('does not pass over a gap unless told to, and numbers the new journal as another', async () => {
    const before = await fixture.start();
    await write(2);
    await fixture.bridged();
    await before.close();
    await fixture.broker.deleteQueue(fixture.broker.names.journal);
    const declaring = fixture.broker.connection('declarer');
    await declaring.start();
    await declaring.close();
    await write(20);

    const stopped = await fixture.start();
    await notReady(stopped, 'bridging', /(made anew|has nothing at offset).*lost to Kafka.*ACCEPT_GAP=true/);
    expect(await fixture.kafka.records()).toHaveLength(10);
    await stopped.close();

    const accepting = await fixture.start({ ACCEPT_GAP: 'true' });
    await until('the new journal in Kafka', async () => (await fixture.kafka.records()).length >= 110);
    const anew = (await fixture.kafka.records()).filter(
      ({ headers }) => headers['celerity-generation'] === '2',
    );
    expectTheSame(await fixture.journal(), anew);
    expect(accepting.lines.join()).toContain('going on without the missing events');
  }, 60_000);

  it('ends in good order while Kafka does not answer', async () => {
    const bridge = await fixture.start();
    await write(5);
    await fixture.bridged();
    fixture.kafka.freeze();
    await write(5);
    await until('a request under way', () => bridge.status.unsettled() > 0);
    await bridge.close();
    fixture.kafka.thaw();
    await fixture.start();
    await fixture.bridged();
    expectTheSame(await fixture.journal(), await fixture.kafka.records());
  }, 60_000);
});

async function notReady(bridge: Replica, dependency: string, reason: RegExp): Promise<void> {
  await until(`${dependency} is down`, async () => {
    const { status, text } = await bridge.get('/health/ready');
    const { dependencies } = JSON.parse(text) as {
      dependencies: Record<string, { status: string; message?: string }>;
    };
    return status === 503 && reason.test(dependencies[dependency]?.message ?? '');
  });
}

/** Place in the journal: rises within a partition, repeats apart. */
const placeOf = ({ headers }: ConsumedRecord): number =>
  Number(headers['celerity-offset']) * 10_000 + Number(headers['celerity-index']);

/** By the rule of docs/kafka.md: whatever is not after the last one of its partition is a repeat. */
function withoutRepeats(records: readonly ConsumedRecord[]): ConsumedRecord[] {
  const latest = new Map<number, number>();
  return records.filter((record) => {
    const isNew = placeOf(record) > (latest.get(record.partition) ?? -1);
    if (isNew) latest.set(record.partition, placeOf(record));
    return isNew;
  });
}

function repeatsIn(records: readonly ConsumedRecord[]): number {
  return records.length - withoutRepeats(records).length;
}

/** Kafka holds what the journal holds: each task event under its task's key, those of a task in their order. */
function expectTheSame(journal: readonly JournalBatch[], records: readonly ConsumedRecord[]): void {
  const expected = journal.flatMap(({ events }) =>
    events.filter((event) => BRIDGED.has(event?.type)),
  ) as unknown as ConsumedRecord['value'][];
  const byTask = (events: readonly ConsumedRecord['value'][]) =>
    Map.groupBy(events, ({ task_id }) => task_id) as ReadonlyMap<string, unknown>;
  const told = withoutRepeats([...records].sort((a, b) => a.partition - b.partition || a.offset - b.offset));
  for (const { key, value, headers } of told) {
    expect([key, headers['celerity-type']]).toEqual([value.task_id, value.type]);
  }
  expect(byTask(told.map(({ value }) => value))).toEqual(byTask(expected));
}
