import { CONSUMER_TIMEOUT_MS } from './broker/broker-settings.ts';
import { findBroker } from './broker/find-broker.ts';
import { findDatabase } from './database/find-database.ts';
import { hasDockerEngine, startComposed, type ComposeService } from './docker-engine.ts';
import { ensureInstalled } from './ensure-installed.ts';
import { claimInstance, type Purpose } from './instance-claim.ts';
import type { Log } from './log.ts';
import { startPrivateServices } from './private-services.ts';

export interface ProvideOptions {
  purpose: Purpose;
  log: Log;
  /** Aborting ends the search, and whatever it had started. */
  signal?: AbortSignal | undefined;
}

export interface ProvidedServices {
  amqpUrl: string;
  databaseUrl: string;
  /** Known only of a broker we set up ourselves. */
  consumerTimeoutMs: number | undefined;
  /** Stops what was started here and nothing else. */
  stop(): Promise<void>;
  /** The same at once, without a clean shutdown. */
  kill(): Promise<void>;
}

/**
 * Finds RabbitMQ and PostgreSQL, or starts them: what AMQP_URL and DATABASE_URL name; what lets us in on
 * localhost; a Docker engine; programs on this machine as private instances, after installing their Debian
 * packages if need be.
 */
export async function provideServices(options: ProvideOptions): Promise<ProvidedServices> {
  const [broker, database] = await Promise.all([findBroker(options.log), findDatabase(options.log)]);
  options.signal?.throwIfAborted();
  if (broker && database) {
    const nothing = async (): Promise<void> => undefined;
    return {
      amqpUrl: broker,
      databaseUrl: database,
      consumerTimeoutMs: undefined,
      stop: nothing,
      kill: nothing,
    };
  }
  const missing: ComposeService[] = [
    ...(broker ? [] : ['rabbitmq' as const]),
    ...(database ? [] : ['postgres' as const]),
  ];
  const started = await startMissing(missing, options);
  return {
    amqpUrl: broker ?? started.urls.rabbitmq ?? '',
    databaseUrl: database ?? started.urls.postgres ?? '',
    consumerTimeoutMs: broker ? undefined : CONSUMER_TIMEOUT_MS,
    stop: () => started.stop(),
    kill: () => started.kill(),
  };
}

interface StartedServices {
  urls: Partial<Record<ComposeService, string>>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

async function startMissing(
  missing: readonly ComposeService[],
  { purpose, log, signal }: ProvideOptions,
): Promise<StartedServices> {
  const claim = claimInstance(purpose);
  try {
    let started: StartedServices;
    if (hasDockerEngine()) {
      started = await startComposed(claim.dir, missing, log, signal);
    } else {
      await ensureInstalled(missing, log, signal);
      started = await startPrivateServices({ dir: claim.dir, purpose, missing, log, signal });
    }
    return {
      urls: started.urls,
      stop: () => started.stop().finally(claim.release),
      kill: () => started.kill().finally(claim.release),
    };
  } catch (error) {
    claim.release();
    throw error;
  }
}
