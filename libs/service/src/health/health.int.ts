import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createServiceApplication } from '../application/service-application.js';
import { loadConfig } from '../config/load-config.js';
import { createLogger } from '../logging/create-logger.js';
import { fixture, FixtureConfig } from '../testing/service-fixture.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { HealthRegistry } from './health-registry.js';

let database: TestDatabase;
let app: NestFastifyApplication;
let health: HealthRegistry;
let lines: string[];

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database?.drop());

beforeEach(async () => {
  lines = [];
  const env = { ...process.env, DATABASE_URL: database.url, ANSWER: '43' };
  const config = loadConfig(FixtureConfig, env);
  const logger = createLogger('fixture', config, { write: (line) => void lines.push(line) });
  app = await createServiceApplication(fixture, config, logger);
  await app.init();
  health = app.get(HealthRegistry);
});

afterEach(() => app?.close());

async function get(url: string) {
  const reply = await app.inject({ url });
  return { status: reply.statusCode, text: reply.payload, json: () => JSON.parse(reply.payload) as unknown };
}

describe('health and metrics', () => {
  it('names each dependency', async () => {
    health.register('broker', () => undefined);
    const reply = await get('/health/ready');
    expect(reply.status).toBe(200);
    expect(reply.json()).toMatchObject({
      status: 'ok',
      dependencies: { postgres: { status: 'up' }, broker: { status: 'up' } },
    });
  });

  it('answers 503 with a short reason and no secret when one is down, and stays alive', async () => {
    const gone = Object.assign(new Error('cannot reach amqp://celerity:canary-secret@broker'), {
      code: 'ECONNREFUSED',
    });
    health.register('broker', () => Promise.reject(gone));
    const reply = await get('/health/ready/');
    expect(reply.status).toBe(503);
    expect(reply.json()).toMatchObject({
      status: 'error',
      dependencies: {
        postgres: { status: 'up' },
        broker: { status: 'down', message: 'ECONNREFUSED cannot reach amqp://***@broker' },
      },
    });
    expect(await get('/health/live')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    expect(lines.join()).not.toContain('canary-secret');
  });

  it('gives checks a second, side by side', async () => {
    for (const name of ['a', 'b', 'c']) health.register(name, () => new Promise<void>(() => undefined));
    const begin = performance.now();
    const reply = await get('/health/ready');
    expect(performance.now() - begin).toBeLessThan(2_500);
    expect(reply.json()).toMatchObject({
      dependencies: { a: { status: 'down', message: 'timeout of 1000ms exceeded' } },
    });
  });

  it('logs a change once, not every probe', async () => {
    let works = false;
    health.register('broker', () => {
      if (!works) throw new Error('closed');
    });
    await get('/health/ready');
    await get('/health/ready');
    works = true;
    await get('/health/ready');
    await get('/health/ready');
    const messages = lines
      .map((line) => (JSON.parse(line) as { msg: string }).msg)
      .filter((msg) => msg.includes('broker'));
    expect(messages).toEqual(['broker is down: closed', 'broker is up again']);
  });

  it('refuses a name registered twice', () => {
    expect(() => health.register('postgres', () => undefined)).toThrow('registered twice');
  });

  it('is not ready once shutdown began', async () => {
    health.drain();
    const reply = await get('/health/ready');
    expect(reply.status).toBe(503);
    expect(reply.json()).toMatchObject({ status: 'shutdown', dependencies: { postgres: { status: 'up' } } });
  });

  it('exports the dependencies and the event loop at each scrape', async () => {
    health.register('broker', () => Promise.reject(new Error('closed')));
    const { status, text } = await get('/metrics');
    expect(status).toBe(200);
    expect(text).toMatch(/^celerity_health_up\{.*dependency="postgres".*\} 1$/m);
    expect(text).toMatch(/^celerity_health_up\{.*service="fixture".*\} 0$/m);
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('gives the service its own config class, and logs requests without query or probes', async () => {
    expect((await get('/fixture?token=canary-secret')).json()).toEqual({ answer: 43 });
    expect((await get('/fixture/broken')).status).toBe(500);
    await get('/nowhere');
    await get('/health/live');
    const requests = lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ context }) => context === 'Http');
    expect(requests).toMatchObject([
      { level: 'info', method: 'GET', path: '/fixture', status: 200, msg: 'GET /fixture 200' },
      { level: 'error', path: '/fixture/broken', status: 500 },
      { level: 'warn', path: '/nowhere', status: 404 },
    ]);
    expect(lines.join()).not.toContain('canary-secret');
  });
});
