import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { longestLimitUnder, SETTLE_MS } from '@celerity/contracts';
import { EngineSettings } from '../engine-settings.js';
import { HandlerRegistry } from './handler-registry.js';

/** A task could run longer than the broker waits for its ack. */
export class LimitBeyondConsumerTimeout extends Error {
  override readonly name = 'LimitBeyondConsumerTimeout';
}

/**
 * The broker closes the channel of a consumer that holds a delivery too long, whatever the task is doing.
 * A time limit that does not fit below that stops the start, instead of failing in half an hour.
 */
@Injectable()
export class ConsumerTimeoutCheck implements OnApplicationBootstrap {
  constructor(
    private readonly registry: HandlerRegistry,
    private readonly settings: EngineSettings,
  ) {}

  /** @throws LimitBeyondConsumerTimeout */
  onApplicationBootstrap(): void {
    const longest = this.registry.longestLimitMs(this.settings.families);
    if (longest <= longestLimitUnder(this.settings.consumerTimeoutMs)) return;
    throw new LimitBeyondConsumerTimeout(
      `BROKER_CONSUMER_TIMEOUT is ${this.settings.consumerTimeoutMs} ms, but a task may run ${longest} ms: ` +
        `raise consumer_timeout in the broker's configuration to ${longest + SETTLE_MS} or more and set ` +
        'BROKER_CONSUMER_TIMEOUT to the same value, or lower the task’s limit',
    );
  }
}
