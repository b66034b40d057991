import type { JournalBatch } from '@celerity/contracts';
import { until } from '@celerity/messaging/testing';
import type { Replica } from './bridge-fixture.js';
import type { ConsumedRecord } from './mock-cluster.js';

/** Types of events that Kafka is told, as docs/kafka.md lists them. */
const BRIDGED = new Set(
  'accepted refused started interrupted progressed succeeded retry_scheduled failed revoked expired rescheduled revoke_requested revoke_acknowledged'.split(
    ' ',
  ),
);

/** Resolves when readiness is refused and names the dependency with this reason. */
export async function notReady(bridge: Replica, dependency: string, reason: RegExp): Promise<void> {
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

export function repeatsIn(records: readonly ConsumedRecord[]): number {
  return records.length - withoutRepeats(records).length;
}

/** Kafka holds what the journal holds: each task event under its task's key, those of a task in their order. */
export function expectTheSame(journal: readonly JournalBatch[], records: readonly ConsumedRecord[]): void {
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
