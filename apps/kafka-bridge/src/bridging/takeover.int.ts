import { until } from '@celerity/messaging/testing';
import { BridgeFixture } from '../testing/bridge-fixture.js';
import { expectTheSame, notReady, repeatsIn } from '../testing/held-against-journal.js';
import { describeWithKafka } from '../testing/mock-cluster.js';

describeWithKafka('from one bridge to the next', () => {
  let fixture: BridgeFixture;

  beforeEach(async () => {
    fixture = await BridgeFixture.create();
  });

  afterEach(() => fixture?.destroy());

  it('goes on where a bridge was killed: nothing is missing, and repeats come in the same order', async () => {
    await fixture.writeLives(300);
    const killed = fixture.startProcess({
      // Between the acknowledgement and the position: the worst moment there is.
      FAULT_POINT: 'bridge.after_send:kill9:2',
      KAFKA_MAX_MESSAGE_BYTES: '100000',
    });
    await killed.ended();
    expect(repeatsIn(await fixture.kafka.records())).toBe(0);
    const before = (await fixture.kafka.records()).length;
    expect(before).toBeGreaterThan(0);
    await fixture.writeLives(100);
    fixture.startProcess();
    await fixture.bridged();
    const records = await fixture.kafka.records();
    expectTheSame(await fixture.journal(), records);
    // What the killed one had sent without having kept that it had.
    expect(repeatsIn(records)).toBe(before);
  }, 120_000);

  it('has one replica bridge, and another take over', async () => {
    const first = await fixture.start();
    await until('a leader', () => first.status.leading);
    const second = await fixture.start();
    await fixture.writeLives(50);
    await fixture.bridged();
    expect(second.status.leading).toBe(false);
    expect((await second.get('/health/ready')).status).toBe(200);
    await first.close();
    await fixture.writeLives(50);
    await fixture.bridged();
    expect(second.status.leading).toBe(true);
    const records = await fixture.kafka.records();
    expectTheSame(await fixture.journal(), records);
    expect(repeatsIn(records)).toBe(0);
  }, 60_000);

  it('does not pass over a gap unless told to, and numbers the new journal as another', async () => {
    const before = await fixture.start();
    await fixture.writeLives(2);
    await fixture.bridged();
    await before.close();
    await fixture.broker.deleteQueue(fixture.broker.names.journal);
    const declaring = fixture.broker.connection('declarer');
    await declaring.start();
    await declaring.close();
    await fixture.writeLives(20);

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
});
