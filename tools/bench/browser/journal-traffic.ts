import { setTimeout as sleep } from 'node:timers/promises';
import { type JournalEvent, newTaskId } from '@celerity/contracts';
import {
  acceptedEvent,
  BrokerConnection,
  BrokerNames,
  JournalWriter,
  Publisher,
  submissionOf,
  TopologyDeclarer,
} from '@celerity/messaging';
import type { OwnPrefix } from '../ground/own-prefix.ts';
import { noop } from '../agents/celerity/noop-task.ts';
import { PAYLOAD } from '../agents/payload.ts';

const TICK_MS = 50;

/** Writes so many events a second until the signal, as gateways and workers would; resolves with how many. */
export async function writeEvents(
  { amqpUrl, prefix }: OwnPrefix,
  perSecond: number,
  signal: AbortSignal,
): Promise<number> {
  const log = { info: () => undefined, warn: console.error, error: console.error };
  const names = new BrokerNames(prefix);
  const connection = new BrokerConnection({ url: amqpUrl, name: 'bench-events', log });
  connection.attach(new TopologyDeclarer(names));
  const publisher = new Publisher(connection);
  const journal = new JournalWriter(publisher, names.journal);
  await connection.start();
  const begun = performance.now();
  let written = 0;
  while (!signal.aborted) {
    const due = ((performance.now() - begun) / 1_000) * perSecond;
    const confirmed: Promise<unknown>[] = [];
    for (; written < due; written += 3)
      confirmed.push(...eventsOfOne().map((event) => journal.append(event).confirmed));
    await Promise.all(confirmed);
    await sleep(TICK_MS);
  }
  publisher.stop();
  await connection.close();
  return written;
}

function eventsOfOne(): JournalEvent[] {
  const taskId = newTaskId();
  const now = new Date();
  const at = now.toISOString();
  const attempt = { task_id: taskId, at, attempt: 1, worker: 'bench:1:abcdef' };
  return [
    acceptedEvent(submissionOf(noop, { taskId, args: [], kwargs: PAYLOAD }), now),
    { type: 'started', ...attempt },
    { type: 'succeeded', ...attempt, started_at: at, duration_ms: 1, result: null },
  ];
}
