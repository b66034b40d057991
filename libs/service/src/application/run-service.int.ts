import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { eventually } from '../testing/eventually.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';

interface Service {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly exit: Promise<number | null>;
  event(msg: RegExp): Promise<Record<string, unknown>>;
}

let database: TestDatabase;
const services: Service[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  for (const { child, exit } of services) {
    child.kill('SIGKILL');
    await exit;
  }
  await database?.drop();
});

function start(env: NodeJS.ProcessEnv = {}, ...flags: string[]): Service {
  const args = ['--conditions=@celerity/source', '--import', '@swc-node/register/esm-register'];
  const child = spawn(process.execPath, [...args, 'src/testing/fixture-main.ts', ...flags], {
    // The loader finds its tsconfig from here.
    cwd: join(__dirname, '../..'),
    env: { ...process.env, DATABASE_URL: database.url, PORT: '0', NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  const exit = once(child, 'close').then(([code]) => code as number | null);
  const service: Service = {
    child,
    lines,
    exit,
    async event(msg) {
      const find = () => lines.filter((line) => line.startsWith('{')).find((line) => msg.test(line));
      await eventually(String(msg), () => find() !== undefined || child.exitCode !== null, 20_000);
      if (!find()) throw new Error(`no ${msg} in:\n${lines.join('\n')}`);
      return JSON.parse(find() ?? '') as Record<string, unknown>;
    },
  };
  services.push(service);
  return service;
}

async function urlOf(service: Service): Promise<string> {
  const { msg } = await service.event(/listening on/);
  return String(msg).replace('listening on ', '');
}

describe('runService', () => {
  it('starts in a few clear lines, and on SIGTERM drains, closes and exits 0', async () => {
    const service = start();
    const url = await urlOf(service);
    expect(service.lines.length).toBeLessThanOrEqual(3);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect((await fetch(`${url}/fixture/`)).status).toBe(200);
    const tooBig = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `"${'x'.repeat(1024 * 1024)}"`,
    };
    expect((await fetch(`${url}/fixture`, tooBig)).status).toBe(413);

    service.child.kill('SIGTERM');
    expect(await service.exit).toBe(0);
    expect(await diary()).toContain('last words');
    expect(service.lines.at(-1)).toContain('"msg":"stopped"');
  });

  it('stops on SIGINT too', async () => {
    const service = start();
    await urlOf(service);
    service.child.kill('SIGINT');
    expect(await service.exit).toBe(0);
  });

  it('is not ready but alive while it drains, and exits at once with 1 on a second signal', async () => {
    const service = start({ ANSWER: '-1' });
    const url = await urlOf(service);
    service.child.kill('SIGTERM');
    await service.event(/shutting down/);
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ status: 'shutdown' });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    service.child.kill('SIGINT');
    expect(await service.exit).toBe(1);
  });

  it('names each bad setting on a line of its own and exits 78', async () => {
    const service = start({ AMQP_URL: '', PORT: 'http' });
    expect(await service.exit).toBe(78);
    expect([...service.lines].sort()).toEqual([
      'fixture: AMQP_URL is not set: set it to amqp://user:password@host:5672',
      'fixture: PORT is not a port: set it to a whole number from 0 (any free port) to 65535',
    ]);
  });

  it('names the port and the variable when the port is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    const service = start({ PORT: String(port) });
    expect(await service.exit).toBe(1);
    squatter.close();
    const { level, msg } = await service.event(/start failed/);
    expect(level).toBe('fatal');
    expect(msg).toBe(
      `start failed: port ${port} on 127.0.0.1 is taken: stop what listens there, or set PORT to another`,
    );
    expect(service.lines.filter((line) => line.includes('EADDRINUSE'))).toEqual([]);
  });

  it('ends a start that cannot succeed with one line, without the stack', async () => {
    const url = new URL(database.url);
    url.password = 'canary-secret';
    const service = start({ DATABASE_URL: url.href });
    expect(await service.exit).toBe(1);
    expect(service.lines).toHaveLength(1);
    expect(service.lines[0]).toContain('correct the user or password in DATABASE_URL');
    expect(service.lines[0]).not.toContain('canary-secret');
  });

  it('can be stopped while it waits for its database', async () => {
    const url = new URL(database.url);
    url.port = '1';
    const service = start({ DATABASE_URL: url.href });
    await service.event(/waiting for PostgreSQL/);
    service.child.kill('SIGTERM');
    expect(await service.exit).toBe(0);
  });

  it('only migrates when told to, without serving', async () => {
    const fresh = await createTestDatabase();
    const service = start({ DATABASE_URL: fresh.url }, '--migrate');
    expect(await service.exit).toBe(0);
    await service.event(/schema fixture: ran 0001_diary/);
    expect(service.lines.join('\n')).not.toContain('listening');
    await fresh.drop();
  });

  it('does not limp along after an unhandled rejection', async () => {
    const service = start();
    await fetch(`${await urlOf(service)}/fixture/stray`);
    expect(await service.exit).toBe(1);
    expect(await service.event(/nobody waits for me/)).toMatchObject({
      level: 'fatal',
      msg: 'unhandled rejection',
    });
  });

  it('tells a refusal that comes later in one line too', async () => {
    const service = start();
    await fetch(`${await urlOf(service)}/fixture/refused`);
    expect(await service.exit).toBe(1);
    const event = await service.event(/refuses us/);
    expect(event).toMatchObject({
      level: 'fatal',
      msg: 'start failed: the broker refuses us: correct AMQP_URL',
    });
    expect(event).not.toHaveProperty('err');
  });

  it('survives the loss of its database connections', async () => {
    const service = start();
    const url = await urlOf(service);
    await fetch(`${url}/health/ready`);
    await query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'fixture'");
    await service.event(/a connection was lost/);
    await eventually('ready again', async () => (await fetch(`${url}/health/ready`)).status === 200);
    service.child.kill('SIGTERM');
    expect(await service.exit).toBe(0);
  });
});

async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function diary(): Promise<unknown[]> {
  return (await query('select entry from fixture.diary')).map(({ entry }) => entry);
}
