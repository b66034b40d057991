import { ConfigError, loadConfig } from '@celerity/service';
import { BridgeConfig } from './bridge-config.js';

const NEEDED = {
  AMQP_URL: 'amqp://celerity:word@broker:5672',
  DATABASE_URL: 'postgres://celerity:word@database:5432/celerity',
  KAFKA_BROKERS: 'kafka-1:9092, [::1]:9093',
};
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
const KEY = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----';

const load = (env: NodeJS.ProcessEnv = {}) => loadConfig(BridgeConfig, { ...NEEDED, ...env });

function refused(env: NodeJS.ProcessEnv): string[] {
  try {
    load(env);
    return [];
  } catch (error) {
    expect(String((error as Error).message)).not.toContain('canary');
    return (error as ConfigError).problems.map(({ variable }) => variable);
  }
}

it('needs nothing but the brokers', () => {
  expect(load().kafka).toEqual({
    brokers: ['kafka-1:9092', '[::1]:9093'],
    topic: 'celerity.task-events',
    clientId: 'celerity-kafka-bridge',
    compression: 'none',
    tls: null,
    sasl: null,
  });
  expect(load({ CELERITY_PREFIX: 'mall' }).kafka.topic).toBe('mall.task-events');
  expect(refused({ KAFKA_BROKERS: '' })).toEqual(['KAFKA_BROKERS']);
});

it.each([
  { KAFKA_BROKERS: 'kafka-1' },
  { KAFKA_BROKERS: 'kafka://kafka-1:9092' },
  { KAFKA_TOPIC: 'task events' },
  { KAFKA_TOPIC: '..' },
  { KAFKA_COMPRESSION: 'brotli' },
  { KAFKA_MAX_MESSAGE_BYTES: '10' },
  { KAFKA_TLS: 'yes' },
  { KAFKA_TLS_CA: '/etc/ca.pem' },
])('refuses %j', (env) => {
  expect(refused(env)).toEqual(Object.keys(env));
});

it('takes credentials whole or not at all, and shows no secret', () => {
  expect(refused({ KAFKA_SASL_PASSWORD: 'canary' })).toEqual(['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME']);
  expect(refused({ KAFKA_TLS_KEY: KEY })).toEqual(['KAFKA_TLS_CERT']);
  const sasl = {
    KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
    KAFKA_SASL_USERNAME: 'celerity',
    KAFKA_SASL_PASSWORD: 'word',
  };
  expect(load(sasl).kafka.sasl).toEqual({
    mechanism: 'SCRAM-SHA-512',
    username: 'celerity',
    password: 'word',
  });
  const tls = {
    KAFKA_TLS: 'true',
    KAFKA_TLS_CA: CERTIFICATE,
    KAFKA_TLS_CERT: CERTIFICATE,
    KAFKA_TLS_KEY: KEY,
  };
  expect(load(tls).kafka.tls).toEqual({ ca: CERTIFICATE, cert: CERTIFICATE, key: KEY });
});

it('sends no password in the clear in production', () => {
  const plain = {
    NODE_ENV: 'production',
    KAFKA_SASL_MECHANISM: 'PLAIN',
    KAFKA_SASL_USERNAME: 'celerity',
    KAFKA_SASL_PASSWORD: 'canary',
  };
  expect(refused(plain)).toEqual(['KAFKA_TLS']);
  expect(refused({ ...plain, KAFKA_TLS: 'true' })).toEqual([]);
  expect(refused({ ...plain, KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256' })).toEqual([]);
});
