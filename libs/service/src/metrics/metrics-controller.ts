import { Controller, Get, Headers, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Registry } from 'prom-client';
import { Public } from '../application/public.decorator.js';
import { openMetricsOf, wantsOpenMetrics } from './open-metrics.js';

/** Labels that every metric has. */
export const DEFAULT_LABELS = Symbol('labels of every metric');

/** What Prometheus scrapes: OpenMetrics for those who ask for it, which has exemplars, else the classic format. */
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly registry: Registry,
    @Inject(DEFAULT_LABELS) private readonly labels: Record<string, string>,
  ) {}

  @Get()
  async metrics(
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    void reply.headers({ 'cache-control': 'no-store', vary: 'accept' });
    if (wantsOpenMetrics(accept)) {
      void reply.header('content-type', Registry.OPENMETRICS_CONTENT_TYPE);
      return openMetricsOf(this.registry, this.labels);
    }
    void reply.header('content-type', Registry.PROMETHEUS_CONTENT_TYPE);
    return this.registry.metrics();
  }
}
