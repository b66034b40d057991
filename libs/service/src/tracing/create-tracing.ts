import type { ServiceConfig } from '../config/service-config.js';
import { NoTracing, type Tracing } from './tracing.js';

/** OpenTelemetry is loaded only where spans have somewhere to go. */
export async function createTracing(
  service: string,
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_BSP_SCHEDULE_DELAY: delayMs }: ServiceConfig,
): Promise<Tracing> {
  if (endpoint === undefined) return new NoTracing();
  const { OtlpTracing } = await import('./otlp-tracing.js');
  return new OtlpTracing(service, endpoint, delayMs);
}
