import { until } from '@celerity/messaging/testing';
import { BridgeFixture } from '../testing/bridge-fixture.js';
import { expectTheSame, notReady } from '../testing/held-against-journal.js';
import {
  describeWithKafka,
  NOT_ENOUGH_REPLICAS,
  NOT_LEADER_OR_FOLLOWER,
  UNKNOWN_TOPIC_OR_PARTITION,
} from '../testing/mock-cluster.js';

describeWithKafka('while Kafka is away or refuses', () => {
  let fixture: BridgeFixture;

  beforeEach(async () => {
    fixture = await BridgeFixture.create();
  });

  afterEach(() => fixture?.destroy());

  it('loses nothing while Kafka is away, says so, and catches up', async () => {
    const bridge = await fixture.start();
    await fixture.writeLives(20);
    await fixture.bridged();
    await fixture.kafka.down();
    await fixture.writeLives(200);
    await notReady(bridge, 'kafka', /Kafka, topic/);
    await notReady(bridge, 'bridging', /Kafka, topic/);
    expect((await bridge.get('/health/live')).status).toBe(200);
    // Until it has tried a few times more, with pauses that grow, it never says that all is well.
    const failures = /^celerity_kafka_send_failures_total\S* (\d+)$/m;
    await until('more attempts', async () => {
      expect((await bridge.get('/health/ready')).text).toMatch(/"bridging":\{[^}]*"status":"down"/);
      return Number(failures.exec((await bridge.get('/metrics')).text)?.[1]) >= 4;
    });
    expect(bridge.lines.filter((line) => line.includes('nothing is bridged')).length).toBeLessThan(10);
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
    await fixture.writeLives(20);
    await fixture.bridged();
    fixture.kafka.freeze();
    await fixture.writeLives(100);
    await notReady(bridge, 'kafka', /timeout|no answer/i);
    fixture.kafka.thaw();
    await fixture.bridged();
    expectTheSame(await fixture.journal(), await fixture.kafka.records());
  }, 60_000);

  it('sends again what a broker refused, and keeps the order', async () => {
    await fixture.start();
    await fixture.writeLives(10);
    await fixture.bridged();
    await fixture.kafka.refuse(1, NOT_LEADER_OR_FOLLOWER);
    await fixture.writeLives(50);
    await fixture.bridged();
    await fixture.kafka.refuse(2, NOT_ENOUGH_REPLICAS);
    await fixture.writeLives(50);
    await fixture.bridged();
    const records = await fixture.kafka.records();
    expectTheSame(await fixture.journal(), records);
    expect(records.length).toBeGreaterThanOrEqual(550);
  }, 60_000);

  it('names a topic that is not there, and what to do', async () => {
    await fixture.kafka.failTopic(UNKNOWN_TOPIC_OR_PARTITION);
    const bridge = await fixture.start();
    await fixture.writeLives(1);
    await notReady(bridge, 'bridging', new RegExp(`${fixture.kafka.topic}: UNKNOWN_TOPIC.*create the topic`));
    await fixture.kafka.failTopic(0);
    await fixture.bridged();
    expectTheSame(await fixture.journal(), await fixture.kafka.records());
  }, 60_000);

  it('ends in good order while Kafka does not answer', async () => {
    const bridge = await fixture.start();
    await fixture.writeLives(5);
    await fixture.bridged();
    fixture.kafka.freeze();
    await fixture.writeLives(5);
    await until('a request under way', () => bridge.status.unsettled() > 0);
    await bridge.close();
    fixture.kafka.thaw();
    await fixture.start();
    await fixture.bridged();
    expectTheSame(await fixture.journal(), await fixture.kafka.records());
  }, 60_000);
});
