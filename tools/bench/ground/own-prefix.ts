import { BrokerNames, deleteTopology } from '@celerity/messaging';
import { connect } from 'amqplib';
import type { Ground } from './ground.ts';
import { ownDatabase } from './own-database.ts';

/** What one measurement has to itself. */
export interface OwnPrefix {
  readonly amqpUrl: string;
  readonly databaseUrl: string;
  /** Of every broker object that the measurement makes. */
  readonly prefix: string;
  /** For logs, and what the gateway keeps. */
  readonly home: string;
}

/** A prefix and a database for one measurement, removed with `started`. */
export async function ownPrefix(
  { services, dir }: Ground,
  name: string,
  started: AsyncDisposableStack,
): Promise<OwnPrefix> {
  const amqpUrl = services.rabbitmq.url;
  started.defer(() => removeBrokerObjects(amqpUrl, name));
  const databaseUrl = await ownDatabase(services.postgres.url, name, started);
  return { amqpUrl, databaseUrl, prefix: name, home: dir };
}

async function removeBrokerObjects(amqpUrl: string, prefix: string): Promise<void> {
  const connection = await connect(amqpUrl);
  const channel = await connection.createChannel();
  await deleteTopology(channel, new BrokerNames(prefix));
  await channel.deleteQueue(`${prefix}.bare`);
  await connection.close();
}
