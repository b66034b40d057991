import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokerNames, deleteTopology } from '@celerity/messaging';
import { connect } from 'amqplib';
import { Client } from 'pg';
import { provideServices } from '../../local/provide-services.ts';

export interface BenchServices {
  readonly amqpUrl: string;
  readonly databaseUrl: string;
  /** Of every broker object that the measurement makes. */
  readonly prefix: string;
  /** For logs, and what the gateway keeps. */
  readonly home: string;
}

/** A broker and a database, with a prefix, a database and a folder of our own that are removed in the end. */
export async function prepareBenchServices(started: AsyncDisposableStack): Promise<BenchServices> {
  const provided = await provideServices({ purpose: 'test', log: (text) => console.log(text) });
  started.defer(() => provided.stop());
  const prefix = `bench-${randomBytes(4).toString('hex')}`;
  const home = await mkdtemp(join(tmpdir(), 'celerity-bench-'));
  started.defer(() => rm(home, { recursive: true, force: true }));
  const { amqpUrl } = provided;
  started.defer(() => removeBrokerObjects(amqpUrl, prefix));
  const databaseUrl = await createDatabase(provided.databaseUrl, prefix.replace('-', '_'), started);
  return { amqpUrl, databaseUrl, prefix, home };
}

async function createDatabase(server: string, name: string, started: AsyncDisposableStack): Promise<string> {
  await execute(server, `create database ${name}`);
  started.defer(() => execute(server, `drop database ${name} with (force)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function execute(databaseUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

async function removeBrokerObjects(amqpUrl: string, prefix: string): Promise<void> {
  const connection = await connect(amqpUrl);
  const channel = await connection.createChannel();
  await deleteTopology(channel, new BrokerNames(prefix));
  await channel.deleteQueue(`${prefix}.bare`);
  await connection.close();
}
