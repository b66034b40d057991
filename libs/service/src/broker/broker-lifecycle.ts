import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { BrokerConnection, JournalWriter, Publisher, TopologyMismatch } from '@celerity/messaging';
import { StartupError } from '../application/startup-error.js';
import { HealthRegistry } from '../health/health-registry.js';
import { CONSUME_CONNECTION, PUBLISH_CONNECTION } from './broker.tokens.js';

/** Longest wait at shutdown for the journal's last confirms. */
const FLUSH_MS = 5_000;

/** How long a start waits for the broker before it goes on without. */
const FIRST_ANSWER_MS = 3_000;

/**
 * Opens the connections when everything that uses them is attached, and closes them last.
 * A broker that cannot be reached is waited for; one that refuses us ends the service.
 */
@Injectable()
export class BrokerLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(PUBLISH_CONNECTION) private readonly publishing: BrokerConnection,
    @Inject(CONSUME_CONNECTION) private readonly consuming: BrokerConnection,
    private readonly publisher: Publisher,
    private readonly journal: JournalWriter,
    health: HealthRegistry,
  ) {
    health.register('broker', () => {
      const trouble = this.publishing.trouble ?? this.consuming.trouble;
      if (trouble) throw new Error(trouble);
    });
  }

  /** @throws StartupError when the broker refuses us, or holds objects that do not fit. */
  async onApplicationBootstrap(): Promise<void> {
    const started = this.start();
    // Not waited for longer: health must answer while the broker is away. A later refusal ends the process.
    await Promise.race([started, pause(FIRST_ANSWER_MS, undefined, { ref: false })]);
  }

  private async start(): Promise<void> {
    try {
      await this.publishing.start();
      await this.consuming.start();
    } catch (error) {
      if (error instanceof TopologyMismatch) throw new StartupError(error.message, 'then start again');
      throw new StartupError(
        `the broker of AMQP_URL refuses us (${(error as Error).message})`,
        'correct user, password and virtual host in AMQP_URL',
      );
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.journal.close(FLUSH_MS);
    this.publisher.stop();
    await Promise.all([this.publishing.close(), this.consuming.close()]);
  }
}
