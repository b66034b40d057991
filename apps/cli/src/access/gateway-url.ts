export const LOCAL_URL = 'http://localhost:8000';

/** An address was given that is none. */
export class NotAnAddress extends Error {
  override readonly name = 'NotAnAddress';

  constructor(readonly given: string) {
    super(`${given} is not an address`);
  }
}

/**
 * One spelling for each address, since logins are kept by it.
 * @throws NotAnAddress
 */
export function gatewayUrl(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new NotAnAddress(given);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** True when the address can only be this machine's. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
