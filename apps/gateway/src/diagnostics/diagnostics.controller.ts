import { createRequire } from 'node:module';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { catalogue, Diagnostics, longestLimitUnder } from '@celerity/contracts';
import { HealthRegistry } from '@celerity/service';
import { Kysely, sql } from 'kysely';
import { Requires } from '../auth/access-rule.js';
import { GatewayConfig } from '../config/gateway-config.js';
import { answerInTime } from '../database/answer-in-time.js';
import type { GatewayDatabase } from '../database/gateway-database.js';
import { Answer, Summary } from '../openapi/route-docs.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** What `celerity doctor` asks beside the statistics; it answers also when all else is down. */
@ApiTags('statistics')
@Controller('api/core/diagnostics')
export class DiagnosticsController {
  constructor(
    private readonly config: GatewayConfig,
    private readonly health: HealthRegistry,
    @Inject(Kysely) private readonly db: Kysely<GatewayDatabase>,
  ) {}

  @Get()
  @Requires('viewer')
  @Summary(
    'What may be wrong',
    'Version, clocks, limits and dependencies of the gateway that answers; `celerity doctor` makes advice of it.',
  )
  @Answer(200, 'As of now.', Diagnostics)
  async show(): Promise<Diagnostics> {
    const { BROKER_CONSUMER_TIMEOUT: timeoutMs } = this.config;
    const longestMs = longestLimitUnder(timeoutMs);
    const [dependencies, clocks] = await Promise.all([this.dependencies(), this.clocks()]);
    return {
      version,
      ...clocks,
      broker_consumer_timeout_ms: timeoutMs,
      longest_time_limit: longestMs / 1_000,
      overlong_tasks: catalogue.tasks
        .filter(({ limits }) => limits.hardMs > longestMs)
        .map(({ name, limits }) => ({ task_name: name, time_limit: limits.hardMs / 1_000 })),
      dependencies,
    };
  }

  private async dependencies(): Promise<Diagnostics['dependencies']> {
    const results = await this.health.probe();
    return results.flatMap((result) =>
      Object.entries(result).map(([name, { status, ...more }]) => ({
        name,
        status: status === 'up' ? ('up' as const) : ('down' as const),
        message: status === 'up' ? null : String(more['message'] ?? ''),
      })),
    );
  }

  /** Both as of the middle of the question, so that its duration does not look like a skew. */
  private async clocks(): Promise<Pick<Diagnostics, 'gateway_time' | 'database_time'>> {
    const asked = Date.now();
    const query = sql<{ now: Date }>`select clock_timestamp() as now`.execute(this.db);
    const database = await answerInTime(query, 'the database does not answer').then(
      ({ rows }) => rows[0]?.now.toISOString() ?? null,
      () => null,
    );
    return { gateway_time: new Date((asked + Date.now()) / 2).toISOString(), database_time: database };
  }
}
