import type { Refusal } from './refusal.js';

/** What Node's HTTP parser says of bytes it can make nothing of. */
export interface ParseError extends Error {
  readonly code?: string;
  /** What was expected, in the parser's words. */
  readonly reason?: string;
  /** The bytes, as a Buffer; typed as what JSON would make of them. */
  readonly rawPacket?: unknown;
}

const TLS_HANDSHAKE = 0x16;
const BEGINS_WITH_METHOD = /^([A-Za-z][\w-]{0,31}) \S/;

const TOO_SLOW: Refusal = {
  status: 408,
  kind: 'request-timeout',
  detail: 'The request did not arrive in time. Send it again, whole: 60 seconds are enough for 1 MiB.',
};

const HEADERS_TOO_LARGE: Refusal = {
  status: 431,
  kind: 'headers-too-large',
  detail:
    'The request line and the headers together are larger than 16 KiB (16384 bytes). Shorten the query, or send ' +
    'fewer or shorter headers.',
};

const CHUNK_EXTENSIONS: Refusal = {
  status: 413,
  kind: 'chunk-extensions-too-large',
  detail: 'The extensions of a chunk are larger than 16 KiB (16384 bytes). Send chunks without extensions.',
};

/** Neither HTTP/2 nor what was before 1.0. */
export const HTTP_VERSION: Refusal = {
  status: 505,
  kind: 'http-version-not-supported',
  detail: 'This server speaks HTTP/1.1 and HTTP/1.0. Let the client use one of them, or go through a proxy.',
};

const TLS: Refusal = {
  status: 400,
  kind: 'tls-on-a-plain-port',
  detail: 'This port speaks HTTP without TLS. Use http://, or the address of the proxy that speaks TLS.',
};

const BY_CODE: Readonly<Record<string, Refusal>> = {
  ERR_HTTP_REQUEST_TIMEOUT: TOO_SLOW,
  HPE_HEADER_OVERFLOW: HEADERS_TOO_LARGE,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: CHUNK_EXTENSIONS,
  HPE_PAUSED_H2_UPGRADE: HTTP_VERSION,
  HPE_INVALID_VERSION: HTTP_VERSION,
};

/** The answer to what is no HTTP request, or none that came in time. */
export function refusalOf({ code = '', reason, rawPacket }: ParseError): Refusal {
  if (code === 'HPE_INVALID_METHOD') {
    const bytes = Buffer.isBuffer(rawPacket) ? rawPacket : Buffer.alloc(0);
    if (bytes[0] === TLS_HANDSHAKE) return TLS;
    const [, method] = BEGINS_WITH_METHOD.exec(bytes.toString('latin1', 0, 64)) ?? [];
    if (method) return unknownMethod(method);
  }
  return BY_CODE[code] ?? malformed(reason ?? 'it ends too early');
}

function unknownMethod(method: string): Refusal {
  const upper = method.toUpperCase();
  const remedy =
    method === upper
      ? 'The paths and their methods are listed at /docs and in /openapi.json.'
      : `Methods are upper case: did you mean ${upper}?`;
  return {
    status: 501,
    kind: 'unknown-method',
    detail: `There is no method ${method}. ${remedy}`,
  };
}

function malformed(reason: string): Refusal {
  return {
    status: 400,
    kind: 'malformed-request',
    detail: `This is no valid HTTP request: ${reason}. Send it with an HTTP client that encodes its parts.`,
  };
}
