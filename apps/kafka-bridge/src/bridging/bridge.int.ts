import { EventsOf, WorkerEventsOf } from '@celerity/contracts/testing';
import { BridgeFixture } from '../testing/bridge-fixture.js';
import { expectTheSame, repeatsIn } from '../testing/held-against-journal.js';
import { describeWithKafka } from '../testing/mock-cluster.js';

describeWithKafka('what Kafka is told', () => {
  let fixture: BridgeFixture;

  beforeEach(async () => {
    fixture = await BridgeFixture.create();
  });

  afterEach(() => fixture?.destroy());

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
    await fixture.writeLives(200);
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
      await fixture.writeLives(50);
      await fixture.bridged();
      expectTheSame(await fixture.journal(), await fixture.kafka.records());
    },
  );

  it('leaves a large value out and says so, rather than stopping or cutting it', async () => {
    const bridge = await fixture.start({ KAFKA_MAX_MESSAGE_BYTES: '20000' });
    const task = new EventsOf();
    const result = { text: 'x'.repeat(30_000) };
    await fixture.write(task.accepted(0), { ...task.succeeded(1, 2), result });
    await fixture.writeLives(100);
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

  it('leaves a large value out and says so, rather than stopping or cutting it', async () => {
    const bridge = await fixture.start({ KAFKA_MAX_MESSAGE_BYTES: '20000' });
    const task = new EventsOf();
    const result = { text: 'x'.repeat(30_000) };
    await fixture.write(task.accepted(0), { ...task.succeeded(1, 2), result });
    await fixture.writeLives(100);
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
});
