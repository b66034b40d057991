import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { connectionOptions, describeError } from '@celerity/service';
import { Client } from 'pg';
import { MonitorConfig } from '../app/monitor-config.js';
import { BARRIER_CHANNEL, barriersIn } from './barrier-channel.js';
import { PassedBarriers } from './passed-barriers.js';

const AGAIN_MS = 500;
/** A connection that died silently is noticed by asking. */
const PING_MS = 10_000;
const ANSWER_MS = 3_000;

/** Hears of projected barriers on a connection of its own, which comes back by itself. */
@Injectable()
export class BarrierListener implements OnApplicationBootstrap {
  private readonly logger = new Logger('Barriers');
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: MonitorConfig,
    private readonly barriers: PassedBarriers,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.listen(signal).catch((error: unknown) => {
        if (!signal.aborted) this.logger.warn(`not listening for barriers: ${describeError(error)}`);
      });
      await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Listens until the connection ends. */
  private async listen(signal: AbortSignal): Promise<void> {
    const client = new Client({
      ...connectionOptions({
        databaseUrl: this.config.DATABASE_URL,
        schema: 'monitor',
        applicationName: 'monitor:barriers',
      }),
      query_timeout: ANSWER_MS,
    });
    const ended = Promise.withResolvers<void>();
    client.on('notification', ({ payload }) => this.barriers.add(barriersIn(payload ?? '')));
    client.on('error', (error) => ended.reject(error));
    client.on('end', () => ended.resolve());
    const stop = () => ended.resolve();
    signal.addEventListener('abort', stop, { once: true });
    const ping = setInterval(() => client.query('select 1').catch(ended.reject), PING_MS);
    try {
      await client.connect();
      await client.query(`listen ${BARRIER_CHANNEL}`);
      await ended.promise;
    } finally {
      clearInterval(ping);
      signal.removeEventListener('abort', stop);
      await Promise.race([client.end().catch(() => undefined), delay(ANSWER_MS, undefined, { ref: false })]);
    }
  }
}
