import { randomUUID } from 'node:crypto';
import type { System } from '../system/system.ts';
import { until } from '../system/until.ts';
import type { Row } from './row.ts';

const MIB = 1024 * 1024;

/** What the broker's tracing says of a message that was published, in the headers of its copy. */
interface TracedPublish {
  readonly routing_keys: readonly string[];
  readonly properties: {
    readonly message_id?: string;
    readonly type?: string;
    readonly content_type?: string;
    readonly priority?: number;
    readonly headers?: Readonly<Record<string, unknown>>;
  };
}

async function ended(system: System, id: string): Promise<string> {
  let state = '';
  await until(`task ${id} has ended`, async () => {
    const [row] = await system.rows<{ state: string; finished_at: Date | null }>(
      'select state, finished_at from monitor.tasks where task_id = $1',
      [id],
    );
    state = row?.state ?? '';
    return row !== undefined && row.finished_at !== null;
  });
  return state;
}

export const messages: readonly Row[] = [
  {
    id: 'every-message-twice',
    title: 'every task message and every journal entry arrives twice',
    starred: true,
    promises: 'G4 G5 G7',
    async run(row) {
      const system = await row.start();
      const tap = `${system.prefix}.tap`;
      await system.broker.withChannel(async (channel) => {
        await channel.assertQueue(tap, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
        // The broker's own tracing: what is published straight into a queue passes no exchange of ours.
        await channel.bindQueue(tap, 'amq.rabbitmq.trace', 'publish.#');
      });
      await system.ground.broker.control('trace_on');
      let copies = 0;
      const stop = await system.broker.consume(tap, (channel, message) => {
        channel.ack(message);
        const { routing_keys, properties } = message.properties.headers as unknown as TracedPublish;
        const [queue = ''] = routing_keys;
        if (!queue.startsWith(`${system.prefix}.q.`) || properties.headers?.['dup'] === true) return;
        copies += 1;
        // As whoever sends again does: flagged.
        channel.sendToQueue(queue, message.content, {
          messageId: properties.message_id,
          type: properties.type,
          contentType: properties.content_type,
          priority: properties.priority,
          persistent: true,
          headers: { ...properties.headers, dup: true },
        });
      });
      await row.load(150, { failures: 0 });
      await row.load(50, { failures: 1 });
      await until('everything has run', async () => {
        const done = await system.rows("select 1 from monitor.tasks where state = 'SUCCESS'");
        return done.length === 200;
      });
      await until('the copies are sent', async () => {
        const queues = await system.ground.broker.queues(system.prefix);
        return queues.every(({ name, ...queue }) => name !== tap || queue.messages_ready === 0);
      });
      await stop();
      await system.ground.broker.control('trace_off');
      // What it still holds are copies of copies.
      await system.broker.deleteQueue(tap);
      const lines = await system.broker.readJournal();
      await system.broker.writeJournal(
        [...Map.groupBy(lines, ({ offset }) => offset).values()].map((batch) =>
          batch.map(({ event }) => event),
        ),
      );
      row.measure('copies', copies);
    },
  },
  {
    id: 'poison-messages',
    title: 'malformed messages among good ones',
    starred: true,
    promises: 'G10',
    async run(row) {
      const system = await row.start();
      const queue = `${system.prefix}.q.default`;
      const good = row.load(60);
      const bad: readonly [content: string, properties: object][] = [
        ['{"not": "a task"', { type: 'default.chaos_none' }],
        ['[[], {}, {}]', { type: 'default.chaos_none', contentType: 'text/plain' }],
        ['[1, 2, 3]', { type: 'default.chaos_none' }],
        ['[[], {}, {}]', {}],
      ];
      for (const [content, properties] of bad) {
        const messageId = randomUUID();
        row.expectations.deadLetters.add(messageId);
        await system.broker.publish('', queue, content, { messageId, ...properties });
      }
      await good;
    },
  },
  {
    id: 'worker-kill-after-bury',
    title: 'worker kill -9 when a message is in the dead letters and not yet acknowledged',
    starred: false,
    promises: 'G6 G10',
    async run(row) {
      const nth = row.random.between(1, 5);
      const system = await row.start({ faults: { worker: `worker.after_bury:kill9:${nth}` } });
      const good = row.load(60);
      for (let n = 0; n < 5; n += 1) {
        const messageId = randomUUID();
        row.expectations.deadLetters.add(messageId);
        const properties = { messageId, type: 'default.chaos_none' };
        await system.broker.publish('', `${system.prefix}.q.default`, '[1, 2, 3]', properties);
      }
      await good;
      await system.first('worker').ended(0, 60_000);
      row.healed();
      const kept = () => system.rows('select 1 from monitor.dead_letters');
      await until('all of them are kept', async () => (await kept()).length >= 5);
    },
  },
  {
    id: 'old-contract-version',
    title: 'messages of an older version and of a Celery client in the queue',
    starred: true,
    promises: 'G4',
    async run(row) {
      const system = await row.start({ later: ['worker'] });
      const queue = `${system.prefix}.q.default`;
      const send = async (body: unknown[], properties: object): Promise<string> => {
        const messageId = randomUUID();
        const headers = { ...(properties as { headers?: object }).headers };
        if ('task' in headers) Object.assign(headers, { id: messageId });
        await system.broker.publish('', queue, JSON.stringify(body), { messageId, ...properties, headers });
        return messageId;
      };
      const readable = [
        await send([[], { ref: 'short-name' }, {}], { type: 'chaos_none' }),
        await send([[], { ref: 'no-headers' }, {}], { type: 'default.chaos_transfer' }),
        await send([[], { ref: 'new-header' }, {}], {
          type: 'default.chaos_none',
          headers: { of_a_later_version: 1 },
        }),
        await send([[], { ref: 'celery' }, { callbacks: null }], {
          headers: { lang: 'py', task: 'default.chaos_none', retries: 0, eta: null },
        }),
      ];
      const outdated = await send([[], { ref: 'gone', field_that_was: 1 }, {}], {
        type: 'default.chaos_none',
      });
      await system.add('worker').start();
      for (const id of readable) {
        const state = await ended(system, id);
        row.expect(state === 'SUCCESS', `the message ${id} of another version ended ${state}`);
      }
      const state = await ended(system, outdated);
      row.expect(state === 'FAILURE', `arguments that no longer fit ended ${state}`);
    },
  },
  {
    id: 'too-large',
    title: 'a body of 10 MB, a result of 2 MB',
    starred: true,
    promises: 'G13',
    async run(row) {
      const system = await row.start();
      const body = JSON.stringify({ task_name: 'chaos_none', kwargs: { ref: 'x'.repeat(10 * MIB) } });
      const answer = await system.client
        .request('POST', '/api/core/tasks', body)
        .catch((error: unknown) => error as Error);
      // A server may also close the connection on a client that goes on sending.
      row.expect(
        answer instanceof Error || answer.status === 413,
        `10 MB were answered ${answer instanceof Error ? answer.message : answer.status}`,
      );
      row.measure('10 MB body', answer instanceof Error ? 'connection closed' : answer.status);
      const large = await system.client.submit('chaos_none', { bytes: 2 * MIB });
      row.expectations.ends.set(large.ref, 'FAILURE UnusableResult');
      await row.load(20);
    },
  },
];
