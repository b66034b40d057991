import { ConfigError, loadConfig } from '@celerity/service';
import { WorkerConfig } from './worker-config.js';

const env = { AMQP_URL: 'amqp://u:p@localhost', DATABASE_URL: 'postgres://u:p@localhost/d' };

it('consumes every family unless told', () => {
  expect(loadConfig(WorkerConfig, env).families).toHaveLength(6);
  expect(loadConfig(WorkerConfig, { ...env, WORKER_QUEUES: 'email, finance,email' }).families).toEqual([
    'email',
    'finance',
  ]);
});

it.each([
  ['WORKER_QUEUES', 'mail'],
  ['WORKER_CONCURRENCY', '0'],
  ['WORKER_CONCURRENCY', 'many'],
  ['SMTP_URL', 'http://localhost'],
  ['MAIL_FROM', 'nobody'],
  ['WORKER_GRACE_MS', '-1'],
  ['WORKER_HEARTBEAT_MS', '10'],
  ['EXPORT_DIR', 'a\nb'],
  ['EXPORT_KEEP_HOURS', '0'],
  ['BACKUP_DIR', 'a\u0000b'],
  ['REDIS_URL', 'http://localhost'],
])('refuses %s=%s by name', (variable, value) => {
  const load = () => loadConfig(WorkerConfig, { ...env, [variable]: value });
  expect(load).toThrow(ConfigError);
  expect(load).toThrow(new RegExp(variable));
});
