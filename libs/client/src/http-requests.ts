import type { ClientOptions, OnceOptions } from './client-options.js';
import { problemOf } from './problem-of.js';
import { NotAToken } from './not-a-token.js';
import { Silence } from './silence.js';
import { Unreachable } from './unreachable.js';

const DEFAULT_TIMEOUT_MS = 10_000;
const PRINTABLE = /^[\x21-\x7e]+$/;
/** What happened in plain words, where the platform's are not. */
const WHY: Readonly<Record<string, string>> = {
  ERR_SSL_WRONG_VERSION_NUMBER: 'it speaks no TLS there; use http://',
};

/** One request to the API. */
export interface ApiRequest extends OnceOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api/core`. */
  readonly path: string;
  readonly query?: object;
  readonly body?: object;
  /** The version that must be the present one. */
  readonly ifMatch?: number | undefined;
  /** Milliseconds that the gateway itself may take, as in a long poll. */
  readonly extraMs?: number;
}

/** A request whose answer is read as it comes. */
export interface OpenRequest {
  /** Below `/api/core`. */
  readonly path: string;
  readonly query?: object;
  /** The media type that is wanted. */
  readonly accept: string;
  readonly lastEventId?: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Longest time in which nothing comes, in milliseconds. */
  readonly silenceMs: number;
}

/** An answer that has begun. Whoever stops reading its chunks hangs up; whoever reads none closes it. */
export interface OpenAnswer {
  readonly headers: Headers;
  readonly close: () => void;
  /** Throws Unreachable when the answer breaks off, or falls silent. */
  readonly chunks: AsyncGenerator<Uint8Array>;
}

/** Speaks HTTP and JSON with the gateway, and turns everything but success into a typed error. */
export class HttpRequests {
  readonly baseUrl: string;
  private readonly fetch: typeof globalThis.fetch;
  private readonly timeoutMs: number;
  private token: string | null;

  constructor({ baseUrl, token, apiKey, fetch, timeoutMs = DEFAULT_TIMEOUT_MS }: ClientOptions) {
    this.baseUrl = baseUrl.replace(/\/+$/, '');
    // Looked up at each call: a browser's fetch works only as a method of its window.
    this.fetch = fetch ?? ((...request) => globalThis.fetch(...request));
    this.timeoutMs = timeoutMs;
    const given = (token ?? apiKey)?.trim();
    // fetch would refuse it too, and say it in full.
    if (given && !PRINTABLE.test(given)) throw new NotAToken();
    this.token = given || null;
  }

  /** Requests from now on are made with this token. */
  authorize(token: string): void {
    this.token = token;
  }

  /**
   * @throws ApiProblem when it is refused
   * @throws Unreachable when there is no answer
   */
  async ask<T>(request: ApiRequest): Promise<T> {
    const url = `${this.baseUrl}/api/core${request.path}${queryString(request.query)}`;
    const timeout = AbortSignal.timeout(this.timeoutMs + (request.extraMs ?? 0));
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    try {
      const response = await this.fetch(url, this.requestInit(request, signal));
      const text = await response.text();
      if (!response.ok) throw problemOf(response, text);
      return parsed<T>(url, text);
    } catch (error) {
      request.signal?.throwIfAborted();
      throw timeout.aborted
        ? new Unreachable(this.baseUrl, 'timeout', `no answer from ${this.baseUrl} in time`, { cause: error })
        : this.asNetworkError(error);
    }
  }

  /**
   * Begins to read an answer that is long, or goes on and on.
   * @throws ApiProblem when it is refused
   * @throws Unreachable when there is no answer
   */
  async open({ path, query, accept, lastEventId, signal, silenceMs }: OpenRequest): Promise<OpenAnswer> {
    const silence = new Silence(silenceMs);
    const url = `${this.baseUrl}/api/core${path}${queryString(query)}`;
    const failed = (error: unknown): unknown => {
      signal?.throwIfAborted();
      if (!silence.isTooLong) return this.asNetworkError(error);
      return new Unreachable(this.baseUrl, 'timeout', `${this.baseUrl} has fallen silent`, { cause: error });
    };
    try {
      const headers = {
        accept: `${accept}, application/problem+json`,
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      };
      const either = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal;
      const response = await this.fetch(url, { headers, signal: either });
      if (!response.ok) throw problemOf(response, await response.text());
      return {
        headers: response.headers,
        close: () => silence.end(),
        chunks: chunksOf(response, silence, failed),
      };
    } catch (error) {
      silence.end();
      throw failed(error);
    }
  }

  private requestInit(
    { method = 'GET', body, ifMatch, idempotencyKey }: ApiRequest,
    signal: AbortSignal,
  ): RequestInit {
    return {
      method,
      signal,
      headers: {
        accept: 'application/json, application/problem+json',
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    };
  }

  private asNetworkError(error: unknown): unknown {
    // The platform's fetch reports a failed connection as TypeError, with what happened as its cause. By name:
    // the error may come from another realm than this code, as it does from a frame or a test runner.
    const { name, message, cause } = error as Failure;
    if (name !== 'TypeError') return error;
    const why = WHY[cause?.code ?? ''] ?? (cause?.message || cause?.code || message);
    return new Unreachable(this.baseUrl, 'network', `cannot reach ${this.baseUrl}: ${why}`, { cause: error });
  }
}

async function* chunksOf(
  response: Response,
  silence: Silence,
  failed: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  try {
    const reader = response.body?.getReader();
    while (reader) {
      const { done, value } = await reader.read();
      if (done) return;
      silence.broken();
      yield value;
    }
  } catch (error) {
    throw failed(error);
  } finally {
    silence.end();
  }
}

/** What of a platform's error is looked at. */
interface Failure {
  readonly name?: string;
  readonly message?: string;
  readonly cause?: { readonly message?: string; readonly code?: string };
}

function parsed<T>(url: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new Unreachable(url, 'not-celerity', `what answers at ${url} is not Celerity`, { cause });
  }
}

/** Leaves out what is not given. */
function queryString(query: object = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  return search.size > 0 ? `?${search}` : '';
}
