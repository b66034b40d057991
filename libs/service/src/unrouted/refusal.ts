import { STATUS_CODES } from 'node:http';

/** Why a request got no further than the server's door, and what its sender can do. */
export interface Refusal {
  readonly status: number;
  /** Ends the problem's type: `urn:celerity:problem:<kind>`. */
  readonly kind: string;
  /** What is wrong and what to do, for people. */
  readonly detail: string;
}

/** Nothing of a refused request is to be kept, nor guessed at by a browser. */
export const REFUSAL_HEADERS = {
  'content-type': 'application/problem+json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
} as const;

/** The refusal as the body of its answer (RFC 9457). */
export function refusalBody({ status, kind, detail }: Refusal, requestId: string): string {
  return JSON.stringify({
    type: `urn:celerity:problem:${kind}`,
    title: STATUS_CODES[status] ?? 'Bad Request',
    status,
    detail,
    request_id: requestId,
  });
}

/** The whole answer, for where there is a socket and no response object. It is the connection's last. */
export function refusalMessage(refusal: Refusal, requestId: string): string {
  const body = refusalBody(refusal, requestId);
  const headers = {
    ...REFUSAL_HEADERS,
    'content-length': Buffer.byteLength(body),
    'x-request-id': requestId,
    date: new Date().toUTCString(),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const status = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`;
  return [status, ...lines, '', body].join('\r\n');
}
