import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isLoopback } from '../access/gateway-url.js';
import { CapturedRuns } from '../testing/captured-run.js';
import { FakeGateway, problem } from '../testing/fake-gateway.js';

let gateway: FakeGateway;
let runs: CapturedRuns;

beforeEach(async () => {
  [gateway, runs] = await Promise.all([FakeGateway.start(), CapturedRuns.create()]);
  gateway.on('POST /auth/token', [200, { access_token: 'fresh', expires_in: 3_600, role: 'admin' }]);
  gateway.on('GET /tasks', [200, { count: 0, results: [], next_cursor: null }]);
});

afterEach(async () => {
  await gateway.stop();
  await runs.remove();
});

const logIn = (env: Record<string, string> = {}) =>
  runs.run(['login', '-u', 'ada', '--url', gateway.url], { input: 'secret\n', env });
const tokens = () =>
  gateway.seen.filter(({ line }) => line.startsWith('GET')).map((seen) => seen.authorization);

it('keeps the token where only its owner can read it, and uses it from then on', async () => {
  const { code, out } = await logIn();
  expect([code, out]).toEqual([0, expect.stringContaining(`Logged in to ${gateway.url} as ada (admin).`)]);
  expect(out).not.toContain('fresh');
  expect(gateway.seen[0]?.body).toEqual({ username: 'ada', password: 'secret' });
  const path = join(runs.home, '.config/celerity/credentials.json');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700);
  await runs.run(['list-tasks']);
  await runs.run(['list-tasks'], { env: { CELERITY_TOKEN: 'other' } });
  expect(tokens()).toEqual(['Bearer fresh', 'Bearer other']);
});

it('sends a token to no other gateway', async () => {
  await logIn();
  const other = await FakeGateway.start();
  await runs.run(['list-tasks', '--url', other.url]);
  expect(other.seen.map(({ authorization }) => authorization)).toEqual([undefined]);
  await other.stop();
});

it('honours XDG_CONFIG_HOME, and goes on from a broken file', async () => {
  const folder = join(runs.home, 'xdg');
  await mkdir(join(folder, 'celerity'), { recursive: true });
  const path = join(folder, 'celerity/credentials.json');
  await writeFile(path, '{broken');
  await logIn({ XDG_CONFIG_HOME: folder });
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ default_url: gateway.url });
});

it('asks on a terminal, without showing the password', async () => {
  const { code, err, out } = await runs.run(['login', '-u', 'ada', '--url', gateway.url], {
    input: 'secret\n',
    isTerminal: true,
  });
  expect(code).toBe(0);
  expect(err).toContain('Password: ');
  expect(err + out).not.toContain('secret');
});

it('ends quietly when Ctrl-C is pressed at a question', async () => {
  const { code, err } = await runs.run(['login', '-u', 'ada'], { isTerminal: true, input: '\u0003' });
  expect([code, err]).toEqual([130, expect.stringContaining('Stopped.')]);
});

it('needs a user and a password', async () => {
  expect(await runs.run(['login'], { input: 'x' })).toMatchObject({ code: 2 });
  expect(await runs.run(['login', '-u', 'ada'])).toMatchObject({ code: 2 });
  gateway.on('POST /auth/token', problem(401, 'wrong-credentials'));
  const { code, err } = await logIn();
  expect([code, err]).toEqual([1, expect.stringContaining('password is wrong')]);
});

it("logs in by itself in a checkout, with the password that only this machine's gateway gets", async () => {
  await mkdir(join(runs.home, '.celerity'));
  await writeFile(join(runs.home, '.celerity/admin-password'), 'local\n');
  const { code } = await runs.run(['list-tasks', '--url', gateway.url]);
  expect(code).toBe(0);
  expect(gateway.seen[0]?.body).toEqual({ username: 'admin', password: 'local' });
});

it.each([
  ['http://localhost:8000', true],
  ['http://127.0.0.2', true],
  ['http://[::1]:8000', true],
  ['https://localhost.example.com', false],
  ['http://127.0.0.1.example.com', false],
  ['http://10.0.0.1', false],
])('%s is this machine: %s', (url, isLocal) => expect(isLoopback(url)).toBe(isLocal));

it('says so when the login has expired', async () => {
  gateway.on('POST /auth/token', [200, { access_token: 'old', expires_in: -1, role: 'viewer' }]);
  await logIn();
  gateway.on('GET /tasks', problem(401, 'expired-token'));
  const { code, err } = await runs.run(['list-tasks']);
  expect([code, err]).toEqual([1, expect.stringMatching(/has expired[^]*celerity login/)]);
  expect(tokens()).toEqual(['Bearer old']);
});
