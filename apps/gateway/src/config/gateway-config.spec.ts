import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { ConfigError, loadConfig } from '@celerity/service';
import { TEST_SECRET } from '../testing/test-gateway.js';
import { GatewayConfig } from './gateway-config.js';

const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const base = {
  AMQP_URL: 'amqp://celerity:hush@localhost',
  DATABASE_URL: 'postgres://celerity:hush@localhost/celerity',
};
const good = { ...base, JWT_SECRET: TEST_SECRET };

function refusal(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(GatewayConfig, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

it('has defaults', () => {
  expect(loadConfig(GatewayConfig, good)).toMatchObject({
    PORT: 8000,
    JWT_LIFETIME: 3600,
    CELERITY_HOME: '.celerity',
    EXPORT_DIR: '.celerity/exports',
    REPORT_DIR: '.celerity/reports',
  });
});

it('reads lists', () => {
  const lists = { TRUSTED_PROXIES: '10.0.0.0/8, ::1,loopback', CORS_ORIGINS: 'https://a.example' };
  expect(loadConfig(GatewayConfig, { ...good, ...lists })).toMatchObject({
    TRUSTED_PROXIES: ['10.0.0.0/8', '::1', 'loopback'],
    CORS_ORIGINS: ['https://a.example'],
  });
});

it('takes a Redis, and nothing else that has an address', () => {
  expect(loadConfig(GatewayConfig, { ...good, REDIS_URL: 'redis://cache:6379' }).REDIS_URL).toBe(
    'redis://cache:6379',
  );
  expect(refusal({ ...good, REDIS_URL: 'http://cache' })).toMatch(/^REDIS_URL is not a redis:/);
});

it('needs a secret or a public key, not both', () => {
  expect(refusal(base)).toMatch(
    /^JWT_SECRET is not set: set it to 32 or more random characters.*JWT_PUBLIC_KEY$/,
  );
  expect(refusal({ ...base, JWT_SECRET: 'short' })).toMatch(/^JWT_SECRET is shorter than 32 characters/);
  expect(refusal({ ...good, JWT_PUBLIC_KEY: pem(rsa.publicKey) })).toBe(
    'JWT_PUBLIC_KEY is set beside JWT_SECRET: unset one of the two',
  );
});

it.each([
  ['RSA', pem(rsa.publicKey)],
  ['P-256', pem(ec.publicKey)],
  ['written in one line', pem(ec.publicKey).replaceAll('\n', '\\n')],
])('takes a public key: %s', (_, JWT_PUBLIC_KEY) => {
  expect(loadConfig(GatewayConfig, { ...base, JWT_PUBLIC_KEY }).JWT_SECRET).toBeUndefined();
});

it.each([
  ['short RSA', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)],
  ['another curve', pem(generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey)],
  ['Ed25519', pem(generateKeyPairSync('ed25519').publicKey)],
  ['a private key', ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ['a broken block', '-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----'],
])('refuses as public key: %s', (_, JWT_PUBLIC_KEY) => {
  expect(refusal({ ...base, JWT_PUBLIC_KEY })).toMatch(/^JWT_PUBLIC_KEY is not a PEM public key/);
});

it.each([
  ['CELERITY_ADMIN_PASSWORD', 'short'],
  ['CELERITY_ADMIN_PASSWORD', 'x'.repeat(1025)],
  ['JWT_LIFETIME', '59'],
  ['JWT_LIFETIME', 'soon'],
  ['RATE_LIMIT_PER_USER', '-1'],
  ['RATE_LIMIT_LOGINS', 'many'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['TRUSTED_PROXIES', 'ingress'],
  ['CORS_ORIGINS', '*'],
  ['CORS_ORIGINS', 'https://a.example,b.example'],
])('refuses %s=%s', (variable, value) => {
  expect(refusal({ ...good, [variable]: value })).toMatch(new RegExp(`^${variable} `));
});

it.each([
  'change-me-change-me-change-me-change-me',
  'celerity-development-secret-0000',
  'aaaabbbbaaaabbbbaaaabbbbaaaabbbb',
])('refuses %s in production only', (JWT_SECRET) => {
  const env = { ...base, JWT_SECRET };
  expect(loadConfig(GatewayConfig, env).JWT_SECRET).toBe(JWT_SECRET);
  expect(refusal({ ...env, NODE_ENV: 'production' })).toMatch(
    /^JWT_SECRET is a well-known value in production/,
  );
});

it('takes a random secret in production', () => {
  expect(loadConfig(GatewayConfig, { ...good, NODE_ENV: 'production' }).NODE_ENV).toBe('production');
});
