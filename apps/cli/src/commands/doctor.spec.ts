import { CapturedRuns } from '../testing/captured-run.js';
import { FakeGateway, problem } from '../testing/fake-gateway.js';

let gateway: FakeGateway;
let runs: CapturedRuns;
let url: string;

beforeEach(async () => {
  [gateway, runs] = await Promise.all([FakeGateway.start(), CapturedRuns.create()]);
  url = gateway.url;
  answer({});
});

afterEach(async () => {
  await gateway.stop();
  await runs.remove();
});

const doctor = (line = '', env: Record<string, string> = {}) =>
  runs.run(['doctor', ...line.split(' ').filter((word) => word !== '')], {
    env: { CELERITY_URL: url, CELERITY_TOKEN: 't', COLUMNS: '200', ...env },
  });

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const up = (name: string) => ({ name, status: 'up', message: null });
const diagnostics = () => ({
  version: '1.2.9',
  gateway_time: ago(0),
  database_time: ago(0),
  broker_consumer_timeout_ms: 2_100_000,
  longest_time_limit: 2_040,
  overlong_tasks: [],
  dependencies: [up('postgres'), up('broker')],
});
const queue = { name: 'email', ready: 0, consumers: 2, dead_letters: 0, oldest_age_s: null };
const worker = {
  worker_id: 'w:1',
  status: 'online',
  version: '1.2.9',
  event_loop_lag_ms: 3,
  last_seen_at: ago(0),
};
const schedule = { id: 'hourly', status: 'active', problem: null, overdue_seconds: 0 };

/** A well installation, but for what is said. */
function answer(changes: {
  diagnostics?: object;
  queue?: object;
  worker?: object;
  schedule?: object;
  lag?: number | null;
}): void {
  const list = (one: object) => ({ count: 1, results: [one], next_cursor: null });
  gateway.on('GET /diagnostics', () => [200, { ...diagnostics(), ...changes.diagnostics }]);
  gateway.on('GET /workers', () => [200, list({ ...worker, ...changes.worker })]);
  gateway.on('GET /workers/queues', () => [200, list({ ...queue, ...changes.queue })]);
  gateway.on('GET /stats', () => [
    200,
    { journal: { lag_s: changes.lag === undefined ? 0.2 : changes.lag } },
  ]);
  gateway.on('GET /schedules', () => [200, list({ ...schedule, ...changes.schedule })]);
}

it('finds that all is well, in either language', async () => {
  const { code, out } = await doctor('--strict');
  expect([code, out]).toEqual([0, expect.stringMatching(/All is well\.\n$/)]);
  expect(out.split('\n').filter((line) => line.startsWith('✓'))).toHaveLength(11);
  expect((await doctor('--lang zh')).out).toContain('一切正常');
});

const down = {
  dependencies: [up('postgres'), { name: 'broker', status: 'down', message: 'blocked: memory' }],
};

it.each([
  ['version', { diagnostics: { version: '1.3.0' } }, 'warning', /1\.3\.0.*→ Use the command line/],
  ['broker', { diagnostics: down }, 'failure', /blocked: memory.*→ .*rabbitmq-diagnostics/],
  ['clock', { diagnostics: { gateway_time: ago(9_000) } }, 'warning', /gateway's differ by.*→ .*NTP/],
  ['clock', { diagnostics: { database_time: ago(40_000) } }, 'failure', /database's differ by 4\d.*→ .*NTP/],
  [
    'consumer-timeout',
    { diagnostics: { overlong_tasks: [{ task_name: 'a.b', time_limit: 3_600 }] } },
    'failure',
    /a\.b may run for 1 h 00 m.*→ Raise consumer_timeout/,
  ],
  ['queues', { queue: { consumers: 0 } }, 'warning', /nobody takes from it.*→ .*WORKER_QUEUES=email/],
  ['queues', { queue: { consumers: 0, ready: 4 } }, 'failure', /4 tasks wait.*→ .*WORKER_QUEUES=email/],
  ['queues', { queue: { consumers: null } }, 'warning', /could not be asked/],
  ['queues', { queue: { oldest_age_s: 900 } }, 'warning', /waited for 15 m.*→ Start more workers/],
  [
    'dead-letters',
    { queue: { dead_letters: 3 } },
    'warning',
    /3 dead letters.*→ .*dead-letters list --queue email/,
  ],
  [
    'workers',
    { worker: { status: 'offline', last_seen_at: ago(90_000) } },
    'failure',
    /No worker is online.*→/,
  ],
  ['workers', { worker: { version: '1.1.0' } }, 'warning', /1\.1\.0.*→ Finish the upgrade/],
  ['workers', { worker: { event_loop_lag_ms: 2_500 } }, 'warning', /stood still for 2\.5 s.*→ .*threads/],
  ['schedules', { schedule: { overdue_seconds: 75 } }, 'failure', /1 m 15 s ago.*→ .*beat/],
  ['schedules', { schedule: { overdue_seconds: 20 } }, 'warning', /20\.0 s ago/],
  [
    'schedules',
    { schedule: { status: 'broken', problem: 'gone' } },
    'failure',
    /hourly cannot fire: gone.*→/,
  ],
  ['journal', { lag: 20 }, 'warning', /20\.0 s behind.*→/],
  ['journal', { lag: 90 }, 'failure', /1 m 30 s behind/],
] as const)('finds in %s: %o', async (check, changes, level, said) => {
  answer(changes);
  const plain = await doctor();
  expect(plain.code).toBe(level === 'failure' ? 2 : 0);
  expect((await doctor('--strict')).code).toBe(level === 'failure' ? 2 : 1);
  expect(plain.out.replaceAll(/\n */g, ' ')).toMatch(said);
  const json = JSON.parse((await doctor('--json')).out) as { verdict: string; findings: object[] };
  expect(json.verdict).toBe(level);
  expect(json.findings).toContainEqual(expect.objectContaining({ check, level, remedy: expect.any(String) }));
});

it('tells a service that is away from a broker that is, once', async () => {
  for (const path of ['/workers', '/workers/queues', '/stats'])
    gateway.on(`GET ${path}`, problem(503, 'away'));
  const { code, out } = await doctor();
  expect([code, out.match(/✗/g)?.length]).toEqual([2, 1]);
  expect(out).toMatch(/✗ monitor +monitor does not answer[^]*Start monitor/);
  answer({ diagnostics: down });
  for (const path of ['/workers', '/workers/queues', '/stats'])
    gateway.on(`GET ${path}`, problem(503, 'away'));
  const other = await doctor();
  expect([other.out.match(/✗/g)?.length, other.out.match(/–/g)?.length]).toEqual([1, 3]);
});

it('passes over what the role does not show, and says how to see it', async () => {
  for (const path of ['/workers', '/stats']) gateway.on(`GET ${path}`, problem(403, 'forbidden'));
  gateway.on('GET /workers/queues', [200, { count: 1, results: [queue] }]);
  const { code, out } = await doctor('--strict');
  expect([code, out]).toEqual([0, expect.stringMatching(/– workers +Only admins[^]*celerity login/)]);
});

it('says what is wrong with the way to the gateway', async () => {
  gateway.on('GET /diagnostics', problem(401, 'expired-token'));
  const expired = await doctor();
  expect([expired.code, expired.out]).toEqual([2, expect.stringMatching(/✗ login[^]*→ Log in with/)]);
  gateway.on('GET /diagnostics', [404, { title: 'Not Found' }]);
  expect((await doctor()).out).toContain('older than this command');
  gateway.on('GET /workers/queues', [404, { title: 'Not Found' }]);
  const other = await doctor();
  expect(other.out).toMatch(/✗ gateway +.*not Celerity[^]*Check the address/);
  await gateway.stop();
  const nobody = await doctor();
  expect([nobody.code, nobody.out]).toEqual([2, expect.stringMatching(/✗ gateway[^]*npm start/)]);
  expect(nobody.out.split('\n').length).toBeLessThan(6);
});
