import { Controller, Get, HttpException, HttpStatus, Res } from '@nestjs/common';
import { HealthCheckService, type HealthIndicatorResult } from '@nestjs/terminus';
import { Public } from '../application/public.decorator.js';
import { HealthRegistry } from './health-registry.js';

/** What the probes read; `dependencies` has an entry for each registered name. */
export interface HealthReport {
  status: 'ok' | 'error' | 'shutdown';
  dependencies: HealthIndicatorResult;
}

interface StatusReply {
  status(code: number): unknown;
  header(name: string, value: string): unknown;
}

/** Liveness and readiness. Answers by itself rather than by exception, so that no error filter rewrites it. */
@Public()
@Controller('health')
export class HealthController {
  constructor(
    private readonly terminus: HealthCheckService,
    private readonly registry: HealthRegistry,
  ) {}

  /** 200 as long as the event loop turns; asks no dependency, since a restart would not mend one. */
  @Get('live')
  live(): Pick<HealthReport, 'status'> {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: StatusReply): Promise<HealthReport> {
    const report = await this.report();
    void reply.header('cache-control', 'no-store');
    void reply.status(report.status === 'ok' ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return report;
  }

  private async report(): Promise<HealthReport> {
    const results = await this.registry.probe();
    const dependencies = await this.terminus.check(results.map((result) => () => result)).then(
      ({ details }) => details,
      (error: unknown) => detailsOf(error),
    );
    if (this.registry.draining) return { status: 'shutdown', dependencies };
    const allUp = Object.values(dependencies).every(({ status }) => status === 'up');
    return { status: allUp ? 'ok' : 'error', dependencies };
  }
}

/** terminus reports "not healthy" by throwing its result. */
function detailsOf(error: unknown): HealthIndicatorResult {
  if (!(error instanceof HttpException)) throw error;
  return (error.getResponse() as { details: HealthIndicatorResult }).details;
}
