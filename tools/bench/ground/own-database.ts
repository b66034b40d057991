import { Client } from 'pg';

/** Creates a database beside the one of the URL; dropped with `started`. */
export async function ownDatabase(
  server: string,
  name: string,
  started: AsyncDisposableStack,
): Promise<string> {
  await execute(server, `create database ${name}`);
  started.defer(() => execute(server, `drop database ${name} with (force)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement on a connection of its own. */
export async function execute(databaseUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
