import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '@celerity/messaging/testing';
import { findBrokerBinaries } from '@celerity/tools/local/broker/broker-binaries.ts';
import { brokerEnvironment, recordedBrokerSettings } from '@celerity/tools/local/broker/broker-settings.ts';
import { startPrivateBroker } from '@celerity/tools/local/broker/private-broker.ts';
import { Api } from './support/api.ts';
import { TestDatabase } from './support/database.ts';
import { ServiceProcess } from './support/service-process.ts';

const MIB = 1024 * 1024;
const BODY = { task_name: 'test_task', kwargs: { message: 'x'.repeat(900) } };

let home: string;
let broker: Awaited<ReturnType<typeof startPrivateBroker>>;
let database: TestDatabase;
let gateway: ServiceProcess;
let api: Api;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'celerity-alarm-'));
  [broker, database] = await Promise.all([
    startPrivateBroker({ dir: join(home, 'broker') }),
    TestDatabase.create(),
  ]);
  gateway = new ServiceProcess('gateway', {
    AMQP_URL: broker.url,
    DATABASE_URL: database.url,
    CELERITY_HOME: home,
    CELERITY_ADMIN_PASSWORD: 'e2e-admin-password',
    JWT_SECRET: 'e2e-secret-that-is-long-enough-0123456789',
    NODE_OPTIONS: '--max-old-space-size=192',
  });
  await gateway.start();
  api = new Api(gateway.url);
  await api.logIn('admin', 'e2e-admin-password');
}, 180_000);

afterAll(async () => {
  await gateway?.stop();
  await broker?.discard();
  await database?.drop();
  await rm(home, { recursive: true, force: true });
});

/** Makes the broker believe that its memory is full, or not any more. */
async function memoryLimit(limit: string[]): Promise<void> {
  const settings = recordedBrokerSettings(broker.dir);
  const binaries = findBrokerBinaries();
  if (!settings || !binaries) throw new Error('the private broker has no settings');
  const tool = join(dirname(binaries.server), 'rabbitmqctl');
  const args = ['--quiet', '--node', settings.nodeName, 'set_vm_memory_high_watermark', ...limit];
  await promisify(execFile)(tool, args, { env: brokerEnvironment(broker.dir, settings) });
}

async function timedSend(): Promise<{ status: number; ms: number; retryAfter: string | null }> {
  const begun = performance.now();
  const { status, headers } = await api.post('/api/core/tasks', BODY);
  return { status, ms: performance.now() - begun, retryAfter: headers.get('retry-after') };
}

/** So many submits, fifty at a time. */
async function flood(count: number): Promise<Awaited<ReturnType<typeof timedSend>>[]> {
  const answers: Awaited<ReturnType<typeof timedSend>>[] = [];
  let left = count;
  const client = async () => {
    while (left-- > 0) answers.push(await timedSend());
  };
  await Promise.all(Array.from({ length: 50 }, client));
  return answers;
}

async function residentBytes(): Promise<number> {
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes\S* (\S+)$/m.exec(text)?.[1]);
}

it('answers 503 soon while the broker is blocked, keeps its memory, and recovers by itself', async () => {
  await flood(3_000);
  const before = await residentBytes();
  await memoryLimit(['absolute', '1MB']);
  await until('the alarm is felt', async () => (await timedSend()).status === 503);
  const answers = await flood(6_000);
  const grownMiB = ((await residentBytes()) - before) / MIB;
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
  expect(answers.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true);
  // Two seconds on a machine that has them to itself; the gateway's own bound is tested beside it.
  expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(10_000);
  expect(grownMiB).toBeLessThan(60);
  expect((await api.get('/api/core/task-types')).status).toBe(200);
  await memoryLimit(['0.6']);
  await until('tasks are accepted again', async () => (await timedSend()).status === 201);
}, 180_000);
