import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TestBroker } from '@celerity/messaging/testing';
import { TestDatabase } from './support/database.ts';

const ROOT = join(__dirname, '..');

let broker: TestBroker;
let database: TestDatabase;
let home: string;

beforeAll(async () => {
  [broker, database, home] = await Promise.all([
    TestBroker.create(),
    TestDatabase.create(),
    mkdtemp(join(tmpdir(), 'celerity-serve-')),
  ]);
});

afterAll(async () => {
  await broker.destroy();
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

/** Resolves with the service's address when it says that it listens. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface(stream).on('line', (line) => {
        lines.push(line);
        const found = /listening on (http:\/\/[\d.:]+)/.exec(line);
        if (found?.[1]) resolve(found[1]);
        // The watcher stays and waits for a change: nobody here will make one.
        if (line.includes('Failed running')) reject(new Error(lines.join('\n')));
      });
    }
    child.once('exit', () => reject(new Error(lines.join('\n'))));
  });
}

it.each(['gateway', 'worker', 'beat', 'monitor', 'kafka-bridge'])(
  'nx serve %s works alone against running services',
  async (app) => {
    const child = spawn('npx', ['nx', 'serve', app], {
      cwd: ROOT,
      detached: true, // a process group of its own, which one signal ends
      env: {
        ...process.env,
        AMQP_URL: broker.url,
        DATABASE_URL: database.url,
        CELERITY_PREFIX: broker.names.prefix,
        CELERITY_HOME: home,
        JWT_SECRET: 'e2e-secret-that-is-long-enough-0123456789',
        // Nobody is there: a service waits for what it needs.
        KAFKA_BROKERS: '127.0.0.1:1',
        NX_DAEMON: 'false',
        PORT: '0',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      const url = await listening(child);
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
    } finally {
      const exited = once(child, 'exit');
      if (child.pid) process.kill(-child.pid, 'SIGTERM');
      await exited;
    }
  },
);
