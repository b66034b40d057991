import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { diag, DiagLogLevel, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { Tracing, type SpanStart, type TraceSpan } from './tracing.js';

const KINDS = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

/** A collector that is away must not hold up a shutdown. */
const FLUSH_MS = 2_000;
/** Lines about it, at most one a minute. */
const QUIET_MS = 60_000;

/** Sends spans to a collector over OTLP/HTTP, in batches, beside the work. Only loaded where there is a collector. */
export class OtlpTracing extends Tracing implements OnApplicationShutdown {
  readonly on = true;
  private readonly provider: TracerProvider;
  private readonly tracer;

  constructor(service: string, endpoint: string, delayMs: number) {
    super();
    reportTrouble();
    const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
    this.provider = new TracerProvider({
      resource: resourceFromAttributes({
        'service.name': `celerity-${service}`,
        'service.instance.id': `${process.pid}`,
      }),
      spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: delayMs })],
    });
    this.tracer = this.provider.getTracer('celerity');
  }

  start({ name, kind, parent, attributes = {}, startedAt }: SpanStart): TraceSpan {
    const options = { kind: KINDS[kind], attributes, ...(startedAt && { startTime: startedAt }) };
    const span = this.tracer.startSpan(name, options, contextOf(parent));
    const { traceId, spanId, traceFlags } = span.spanContext();
    return {
      traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
      end: ({ error, attributes: more } = {}) => {
        if (more) span.setAttributes(more);
        if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
        span.end();
      },
    };
  }

  async onApplicationShutdown(): Promise<void> {
    const late = new Promise<void>((resolve) => setTimeout(resolve, FLUSH_MS).unref());
    await Promise.race([this.provider.shutdown().catch(() => undefined), late]);
  }
}

function contextOf(parent: string | null) {
  if (parent === null) return ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = '01'] = parent.split('-');
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & 1,
    isRemote: true,
  });
}

function reportTrouble(): void {
  const logger = new Logger('Tracing');
  let quietUntil = 0;
  const warn = (message: string): void => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + QUIET_MS;
    logger.warn(`spans are lost: ${message}`);
  };
  const ignore = (): void => undefined;
  diag.setLogger(
    { error: warn, warn, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
