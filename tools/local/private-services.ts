import { join } from 'node:path';
import { startPrivateBroker } from './broker/private-broker.ts';
import { startPrivateDatabase } from './database/private-database.ts';
import type { ComposeService } from './docker-engine.ts';
import type { Purpose } from './instance-claim.ts';
import type { Log } from './log.ts';
import type { PrivateNode } from './private-node.ts';

export interface PrivateServicesOptions {
  dir: string;
  purpose: Purpose;
  missing: readonly ComposeService[];
  log: Log;
  signal?: AbortSignal | undefined;
}

export interface PrivateServices {
  urls: Partial<Record<ComposeService, string>>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Starts the missing services side by side as private instances; all of them or, on an error, none. */
export async function startPrivateServices(options: PrivateServicesOptions): Promise<PrivateServices> {
  const { dir, missing, purpose, log } = options;
  const durable = purpose === 'start';
  const other = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, other.signal]) : other.signal;

  const starts = missing.map(async (service) => {
    const begun = performance.now();
    const node =
      service === 'rabbitmq'
        ? await startPrivateBroker({ dir: join(dir, 'rabbitmq'), signal })
        : await startPrivateDatabase({ dir: join(dir, 'postgres'), durable, signal });
    log(describe(service, node, performance.now() - begun));
    return [service, node] as const;
  });
  for (const start of starts) start.catch((error: unknown) => other.abort(error));

  const settled = await Promise.allSettled(starts);
  const nodes = settled.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  // What a test run leaves behind is worth nothing, and a fresh start is as quick.
  const stop = async (): Promise<void> =>
    void (await Promise.all(nodes.map(([, node]) => (durable ? node.stop() : node.discard()))));
  const failed = settled.find((start) => start.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return {
    urls: Object.fromEntries(nodes.map(([service, { url }]) => [service, url])),
    stop,
    kill: async () => void (await Promise.all(nodes.map(([, node]) => node.kill()))),
  };
}

function describe(service: ComposeService, { url, dir, reused }: PrivateNode, ms: number): string {
  const name = service === 'rabbitmq' ? 'RabbitMQ: ' : 'PostgreSQL: ';
  const what = reused ? 'took over the private instance of an earlier run' : 'started a private instance';
  return `${name}${what} on port ${new URL(url).port} in ${(ms / 1000).toFixed(1)} s (${dir})`;
}
