import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { Gauge, Registry } from 'prom-client';
import { describeError } from '../errors/describe-error.js';

/** Returns when the dependency works; throws, or takes longer than a second, when it does not. */
export type HealthCheck = () => Promise<void> | void;

const CHECK_TIMEOUT_MS = 1_000;

/** Where a service's dependencies register, each with a name and a check. */
@Injectable()
export class HealthRegistry implements OnModuleDestroy {
  private readonly logger = new Logger('Health');
  private readonly checks = new Map<string, HealthCheck>();
  private readonly up = new Map<string, boolean>();
  private readonly gauge: Gauge<'dependency'>;
  private shuttingDown = false;

  constructor(
    private readonly indicators: HealthIndicatorService,
    registry: Registry,
  ) {
    this.gauge = new Gauge({
      name: 'celerity_health_up',
      help: '1 while this service can use the dependency, else 0',
      labelNames: ['dependency'],
      registers: [registry],
      collect: async () => void (await this.probe()),
    });
  }

  /** Adds a dependency to readiness. A second registration of a name is a mistake in the wiring. */
  register(name: string, check: HealthCheck): void {
    if (this.checks.has(name)) throw new Error(`health check ${name} is registered twice`);
    this.checks.set(name, check);
  }

  /** From now on the service is not ready: its shutdown began. */
  drain(): void {
    this.shuttingDown = true;
  }

  get draining(): boolean {
    return this.shuttingDown;
  }

  onModuleDestroy(): void {
    this.drain();
  }

  /** Runs every check side by side. */
  probe(): Promise<HealthIndicatorResult[]> {
    return Promise.all([...this.checks].map(([name, check]) => this.probeOne(name, check)));
  }

  private async probeOne(name: string, check: HealthCheck): Promise<HealthIndicatorResult> {
    const result = await this.indicators
      .check(name)
      .attempt(async () => {
        try {
          await check();
        } catch (error) {
          throw new Error(describeError(error));
        }
      })
      .withTimeout(CHECK_TIMEOUT_MS);
    this.note(name, result[name]?.status === 'up', String(result[name]?.['message'] ?? ''));
    return result;
  }

  /** Only a change is worth a log line; probes come every few seconds. */
  private note(name: string, isUp: boolean, reason: string): void {
    this.gauge.set({ dependency: name }, isUp ? 1 : 0);
    const before = this.up.get(name);
    this.up.set(name, isUp);
    if (!isUp && before !== false) this.logger.warn(`${name} is down: ${reason}`);
    if (isUp && before === false) this.logger.log(`${name} is up again`);
  }
}
