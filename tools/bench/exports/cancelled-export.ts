import { readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isTaskEvent, newTaskId, type TaskEvent } from '@celerity/contracts';
import {
  BrokerConnection,
  BrokerNames,
  JournalReader,
  Publisher,
  RevocationPublisher,
  submissionOf,
  TaskPublisher,
} from '@celerity/messaging';
import { exportData } from '@celerity/contracts';
import type { Client } from 'pg';
import type { OwnPrefix } from '../ground/own-prefix.ts';
import type { Figures } from '../measure/rounds.ts';

const LONGEST_MS = 600_000;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Revokes an export, with `terminate`, when it is half way, and counts what it leaves: files of any name in the
 * folder, and rows on record.
 */
export async function cancelHalfWay(
  { amqpUrl, prefix }: OwnPrefix,
  db: Client,
  folder: string,
  signal: AbortSignal,
): Promise<Figures> {
  const names = new BrokerNames(prefix);
  const connection = new BrokerConnection({ url: amqpUrl, name: 'bench', log: silent });
  const publisher = new Publisher(connection);
  const events: TaskEvent[] = [];
  const reader = new JournalReader(connection, {
    journal: names.journal,
    prefetch: 10,
    position: () => Promise.resolve('next' as const),
    onBatch: (batch, done) => {
      events.push(...batch.events.filter(isTaskEvent));
      done();
    },
  });
  try {
    await connection.start();
    await reader.start();
    const task_id = newTaskId();
    const before = await files(folder);
    const wanted = { export_type: 'notifications', format: 'csv' };
    const { message } = submissionOf(exportData, { taskId: task_id, args: [], kwargs: wanted });
    await new TaskPublisher(publisher, names).publish(message);
    const percent = await eventually(signal, () => {
      const last = events.findLast((event) => event.type === 'progressed' && event.task_id === task_id);
      return last?.type === 'progressed' && last.progress.percent >= 50 ? last.progress.percent : null;
    });
    const partial = (await files(folder)).filter((name) => !before.includes(name));
    const at = new Date().toISOString();
    const begun = performance.now();
    await new RevocationPublisher(publisher, names).publish({
      ...{ type: 'revoke_requested', task_id, at, by: 'bench', terminate: true },
    });
    const end = await eventually(
      signal,
      () =>
        events.find(
          (event) => event.task_id === task_id && event.type !== 'progressed' && event.type !== 'started',
        ) ?? null,
    );
    const ms = performance.now() - begun;
    const left = (await files(folder)).filter((name) => !before.includes(name));
    const { rows } = await db.query('select from mall.exports where id = $1', [task_id]);
    return {
      ...{ 'cancelled at %': percent, 'files then': partial.length, 'ended after ms': ms },
      ...{ revoked: end.type === 'revoked' ? 1 : 0, 'files left': left.length, 'records left': rows.length },
    };
  } finally {
    await reader.stop();
    publisher.stop();
    await connection.close();
  }
}

function files(folder: string): Promise<string[]> {
  return readdir(folder, { recursive: true }).catch(() => []);
}

async function eventually<T>(signal: AbortSignal, look: () => T | null): Promise<T> {
  const deadline = performance.now() + LONGEST_MS;
  for (;;) {
    const found = look();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error('the export came to nothing');
    await pause(20, undefined, { signal });
  }
}
