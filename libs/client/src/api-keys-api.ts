import type { ApiKeyCreated, ApiKeyFilter, ApiKeyPage, ApiKeyView, NewApiKey } from '@celerity/contracts';
import type { RequestOptions } from './client-options.js';
import type { HttpRequests } from './http-requests.js';

/** API keys of the HTTP API, for admins; it rejects as `CelerityClient` does. */
export class ApiKeysApi {
  constructor(private readonly http: HttpRequests) {}

  /** Without the keys themselves: one page. */
  list(filter: ApiKeyFilter = {}, options: RequestOptions = {}): Promise<ApiKeyPage> {
    return this.http.ask({ ...options, path: '/api-keys', query: filter });
  }

  /** The answer has the key in it, which nobody can read again. */
  create(key: NewApiKey, options: RequestOptions = {}): Promise<ApiKeyCreated> {
    return this.http.ask({ ...options, method: 'POST', path: '/api-keys', body: key });
  }

  /** Every replica refuses it within a minute. */
  revoke(id: string, options: RequestOptions = {}): Promise<ApiKeyView> {
    return this.http.ask({ ...options, method: 'DELETE', path: `/api-keys/${encodeURIComponent(id)}` });
  }
}
