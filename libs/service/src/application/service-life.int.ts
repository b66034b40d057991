import { EventEmitter } from 'node:events';
import { Transport } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { runService, type ProcessHost } from '../index.js';
import { fixture, FixtureConfig } from '../testing/service-fixture.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';

/** Stands in for `process`, so that several lives fit into one test process. */
class Host extends EventEmitter implements ProcessHost {
  readonly errors: string[] = [];
  readonly printed: string[] = [];
  readonly stderr = { write: (text: string) => this.errors.push(text) };
  readonly stdout = { write: (text: string) => this.printed.push(text) };
  readonly exit: (code: number) => void;
  readonly exited: Promise<number>;

  constructor(
    readonly env: NodeJS.ProcessEnv,
    readonly argv: readonly string[] = [],
  ) {
    super();
    let resolve: (code: number) => void = () => undefined;
    this.exited = new Promise<number>((done) => (resolve = done));
    this.exit = resolve;
  }
}

let database: TestDatabase;
let app: NestFastifyApplication;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database?.drop());

function hostWith(env: NodeJS.ProcessEnv = {}): Host {
  return new Host({ ...process.env, DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'silent', ...env });
}

function run(host: Host, configure?: (app: NestFastifyApplication) => void): Promise<void> {
  return runService(
    {
      ...fixture,
      Config: FixtureConfig,
      configure: (created) => {
        app = created;
        configure?.(created);
      },
    },
    host,
  );
}

describe('the life of a service', () => {
  it('carries a microservice beside HTTP, and stops both', async () => {
    const host = hostWith();
    const queue = `service-test-${process.pid}`;
    await run(host, (created) => {
      created.connectMicroservice({
        transport: Transport.RMQ,
        options: {
          urls: [String(process.env['AMQP_URL'])],
          queue,
          queueOptions: { autoDelete: true, durable: false },
        },
      });
    });
    expect(app.getHttpServer().listening).toBe(true);
    expect(app.getMicroservices()).toHaveLength(1);
    host.emit('SIGTERM');
    expect(await host.exited).toBe(0);
    expect(app.getHttpServer().listening).toBe(false);
  });

  it('ends at once when it is signalled before it is initialised', async () => {
    const host = hostWith();
    const running = run(host, () => host.emit('SIGTERM'));
    expect(await host.exited).toBe(0);
    await running;
    await app.close();
  });

  it('reports a failure to configure, once', async () => {
    const host = hostWith();
    await run(host, () => {
      throw new Error('no such guard');
    });
    expect(await host.exited).toBe(1);
    await app.close();
  });

  it.each(['uncaughtException', 'unhandledRejection'])('dies of an %s', async (event) => {
    const host = hostWith();
    await run(host);
    host.emit(event, 'stray');
    expect(await host.exited).toBe(1);
    await app.close();
  });

  it('exits 78 on bad settings', async () => {
    const host = hostWith({ DATABASE_URL: 'hush' });
    await run(host);
    expect(await host.exited).toBe(78);
    expect(host.errors).toEqual([
      'fixture: DATABASE_URL is not a postgres:// URL: set it to postgres://user:password@host:5432/database\n',
    ]);
  });

  it.each([
    ['HOST', '203.0.113.9'],
    ['HOST', 'no-such-host.invalid'],
  ])('exits 1 when it cannot listen (%s=%s)', async (variable, value) => {
    const host = hostWith({ [variable]: value });
    await run(host);
    expect(await host.exited).toBe(1);
    await app.close();
  });

  it('prints its settings without being configured', async () => {
    const host = new Host({}, ['node', 'main.js', '--settings']);
    await run(host);
    const settings = JSON.parse(host.printed.join('')) as unknown[];
    expect(settings).toContainEqual({ variable: 'ANSWER', default: 42, required: false });
  });
});
