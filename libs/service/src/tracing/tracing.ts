/** What is about to begin. */
export interface SpanStart {
  readonly name: string;
  readonly kind: 'server' | 'producer' | 'consumer' | 'internal';
  /** W3C trace context of what caused it; null for the beginning of a trace. */
  readonly parent: string | null;
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** When it began, unless now. */
  readonly startedAt?: Date;
}

export interface SpanEnd {
  /** What went wrong; absent when nothing did. */
  readonly error?: string | undefined;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

/** Something that takes time, as part of a trace. */
export interface TraceSpan {
  /** W3C trace context for what it causes. */
  readonly traceparent: string;
  end(how?: SpanEnd): void;
}

/** Where spans go. */
export abstract class Tracing {
  /** False when nobody collects spans: then none is made. */
  abstract readonly on: boolean;
  abstract start(span: SpanStart): TraceSpan | null;
}

/** Without a collector. What others began is passed on all the same, by who handles messages. */
export class NoTracing extends Tracing {
  readonly on = false;

  start(): null {
    return null;
  }
}
