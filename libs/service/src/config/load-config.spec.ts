import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load-config.js';
import { ServiceConfig } from './service-config.js';
import { WholeNumber } from './whole-number.js';

class SampleConfig extends ServiceConfig {
  override readonly PORT: number = 8_001;

  @WholeNumber('a number of tasks', { from: 1, to: 1_000 })
  readonly WORKER_CONCURRENCY: number = 4;
}

const good = {
  AMQP_URL: 'amqp://celerity:hush@localhost:5672',
  DATABASE_URL: 'postgres://celerity:hush@localhost:5432/celerity',
};

function refusal(env: NodeJS.ProcessEnv): ConfigError {
  try {
    loadConfig(SampleConfig, env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('loadConfig', () => {
  it('fills in the defaults', () => {
    expect({ ...loadConfig(SampleConfig, good) }).toEqual({
      ...good,
      CELERITY_PREFIX: 'celerity',
      CELERITY_TIMEZONE: 'Asia/Shanghai',
      PORT: 8_001,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
      NODE_ENV: 'development',
      OTEL_BSP_SCHEDULE_DELAY: 5_000,
      WORKER_CONCURRENCY: 4,
    });
  });

  it('converts strings, takes an empty variable as unset, and takes nothing undeclared', () => {
    const env = { ...good, PORT: ' 9000 ', WORKER_CONCURRENCY: '8', LOG_LEVEL: '', AWS_SECRET: 'hush' };
    const config = loadConfig(SampleConfig, env);
    expect(config).toBeInstanceOf(SampleConfig);
    expect(config).toMatchObject({ PORT: 9_000, WORKER_CONCURRENCY: 8, LOG_LEVEL: 'info' });
    expect(config).not.toHaveProperty('AWS_SECRET');
  });

  it('names every bad variable with problem and remedy', () => {
    const error = refusal({
      DATABASE_URL: 'mysql://celerity:hush@db/x',
      PORT: '80a',
      WORKER_CONCURRENCY: '0',
    });
    expect(error.message.split('\n').sort()).toEqual([
      'AMQP_URL is not set: set it to amqp://user:password@host:5672',
      'DATABASE_URL is not a postgres:// URL: set it to postgres://user:password@host:5432/database',
      'PORT is not a port: set it to a whole number from 0 (any free port) to 65535',
      'WORKER_CONCURRENCY is not a number of tasks: set it to a whole number from 1 to 1000',
    ]);
  });

  it.each([
    ['CELERITY_PREFIX', 'Mall'],
    ['CELERITY_PREFIX', '.mall'],
    ['CELERITY_TIMEZONE', 'Asia/Nowhere'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '1.5'],
    ['WORKER_CONCURRENCY', 'four'],
    ['WORKER_CONCURRENCY', '1001'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
    ['NODE_ENV', 'prod'],
    ['AMQP_URL', 'http://hush@host'],
    ['AMQP_URL', 'hush'],
  ])('refuses %s=%s without repeating it', (variable, value) => {
    const error = refusal({ ...good, [variable]: value });
    expect(error.problems.map((problem) => problem.variable)).toEqual([variable]);
    expect(error.message).not.toContain('hush');
  });

  it('accepts hosts without a dot, and amqps', () => {
    const env = {
      AMQP_URL: 'amqps://u:p@rabbit_mq:5671/vhost',
      DATABASE_URL: 'postgresql://u:p@db/mall?sslmode=require',
    };
    expect(loadConfig(SampleConfig, env)).toMatchObject(env);
  });

  describe('in production', () => {
    const production = { ...good, NODE_ENV: 'production' };

    it('listens on every interface', () => {
      expect(loadConfig(SampleConfig, production).HOST).toBe('0.0.0.0');
      expect(loadConfig(SampleConfig, { ...production, HOST: '10.0.0.1' }).HOST).toBe('10.0.0.1');
    });

    it.each(['amqp://guest:guest@broker', 'amqp://broker'])('refuses the guest account (%s)', (AMQP_URL) => {
      expect(refusal({ ...production, AMQP_URL }).message).toMatch(
        /^AMQP_URL uses the guest account in production/,
      );
    });

    it('refuses a database without a password', () => {
      const error = refusal({ ...production, DATABASE_URL: 'postgres://celerity@db/celerity' });
      expect(error.message).toMatch(/^DATABASE_URL has no password in production/);
    });
  });

  describe('settings in files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'celerity-settings-'));
    const file = join(folder, 'database-url');
    writeFileSync(file, `${good.DATABASE_URL}\n`);
    afterAll(() => rmSync(folder, { recursive: true }));

    it('are read as if they stood in the environment', () => {
      const env = { AMQP_URL: good.AMQP_URL, DATABASE_URL_FILE: file };
      expect(loadConfig(SampleConfig, env).DATABASE_URL).toBe(good.DATABASE_URL);
    });

    it('are refused when the file is not there, or the setting is given twice', () => {
      const missing = refusal({ ...good, DATABASE_URL: '', DATABASE_URL_FILE: `${file}.gone` });
      expect(missing.problems).toMatchObject([{ variable: 'DATABASE_URL_FILE' }]);
      expect(missing.problems[0]?.problem).toContain('ENOENT');
      const twice = refusal({ ...good, DATABASE_URL_FILE: file });
      expect(twice.problems).toMatchObject([
        { variable: 'DATABASE_URL_FILE', remedy: 'unset one of the two' },
      ]);
    });
  });
});
