/** How to reach a gateway, and as whom. */
export interface ClientOptions {
  /** The gateway's address, such as `http://localhost:8000`; a path in front of the API is kept. */
  readonly baseUrl: string;
  /** An access token, as {@link CelerityClient.logIn} gives one. */
  readonly token?: string;
  /** A service token (`ck_…`), instead of `token`. */
  readonly apiKey?: string;
  /** Makes the requests; the platform's own unless given. */
  readonly fetch?: typeof globalThis.fetch;
  /** Longest time for one request, beside the time that a long poll asks for; 10 s unless given. */
  readonly timeoutMs?: number;
}

/** What a request takes that makes something happen. */
export interface OnceOptions extends RequestOptions {
  /** With the same key, repeating the same request is safe: it happens once. Sent as `Idempotency-Key`. */
  readonly idempotencyKey?: string;
}

/** What every request takes. */
export interface RequestOptions {
  /** Ends the request; its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}
