import { CelerityClient } from '@celerity/client';
import type { Surroundings } from '../surroundings.js';
import { type Credentials, credentialsPath, readCredentials } from './credentials-file.js';
import { gatewayUrl, isLoopback, LOCAL_URL } from './gateway-url.js';
import { localAdminPassword } from './local-checkout.js';

/** A client for the gateway that is meant, with the best credentials at hand; with none it may still ask. */
export async function openClient(surroundings: Surroundings, url?: string): Promise<CelerityClient> {
  const credentials = await readCredentials(credentialsPath(surroundings));
  const baseUrl = chosenUrl(surroundings, credentials, url);
  const token = surroundings.env['CELERITY_TOKEN'];
  if (token) return new CelerityClient({ baseUrl, token });
  const login = credentials.logins[baseUrl];
  if (login && Date.parse(login.expires_at) > Date.now()) {
    return new CelerityClient({ baseUrl, token: login.token });
  }
  // The password of a checkout is for the gateway of this machine: it is told to nobody else.
  const password = isLoopback(baseUrl) ? await localAdminPassword(surroundings.cwd) : null;
  // An expired token is better than none: the gateway says that it has expired.
  const client = new CelerityClient({ baseUrl, ...(login ? { token: login.token } : {}) });
  if (password !== null) await client.logIn('admin', password, { signal: surroundings.signal });
  return client;
}

/** The gateway that is meant: named by the option, the environment, the last login, or that of this machine. */
export function chosenUrl({ env }: Surroundings, { default_url }: Credentials, option?: string): string {
  return gatewayUrl(option || env['CELERITY_URL'] || default_url || LOCAL_URL);
}
