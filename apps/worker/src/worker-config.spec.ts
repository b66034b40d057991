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
  ['S3_BUCKET', 'Not A Bucket'],
  ['S3_ENDPOINT', 'storage:9000'],
  ['S3_ACCESS_KEY_ID', 'without-its-secret'],
  ['S3_SECRET_ACCESS_KEY', 'without-its-id'],
  ['S3_FOLDER', '../elsewhere'],
])('refuses %s=%s by name', (variable, value) => {
  const load = () => loadConfig(WorkerConfig, { ...env, [variable]: value });
  expect(load).toThrow(ConfigError);
  expect(load).toThrow(new RegExp(variable));
});

it('keeps files in S3 only where it is told of a bucket', () => {
  const keys = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' };
  expect(loadConfig(WorkerConfig, { ...env, ...keys }).s3).toBeNull();
  expect(loadConfig(WorkerConfig, { ...env, S3_BUCKET: 'mall' }).s3).toEqual({
    ...{ bucket: 'mall', region: 'us-east-1', folder: 'celerity' },
  });
  const endpoint = 'http://storage:9000';
  expect(loadConfig(WorkerConfig, { ...env, ...keys, S3_BUCKET: 'mall', S3_ENDPOINT: endpoint }).s3).toEqual({
    ...{ bucket: 'mall', region: 'us-east-1', folder: 'celerity', endpoint },
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  });
});
