import { AsyncLocalStorage } from 'node:async_hooks';

const VERSION_0 = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

const ofRequest = new AsyncLocalStorage<string>();

/** A header's trace context, if it is one of version 00 that names a trace; else null, as if there were none. */
export function readTraceparent(value: unknown): string | null {
  const [, trace = '', span = ''] = (typeof value === 'string' && VERSION_0.exec(value)) || [];
  return Number(`0x${trace}`) > 0 && Number(`0x${span}`) > 0 ? (value as string) : null;
}

/** Trace id of a trace context. */
export function traceIdOf(traceparent: string | null | undefined): string | undefined {
  return traceparent?.split('-')[1];
}

/** Everything that comes of `work` belongs to this trace. */
export function inTrace(traceparent: string, work: () => void): void {
  ofRequest.run(traceparent, work);
}

/** The trace of the request that is being answered; null when it has none. */
export function currentTrace(): string | null {
  return ofRequest.getStore() ?? null;
}
