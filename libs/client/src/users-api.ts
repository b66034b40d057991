import type { NewUser, UserChanges, UserFilter, UserPage, UserView } from '@celerity/contracts';
import type { RequestOptions } from './client-options.js';
import type { HttpRequests } from './http-requests.js';

/** Users of the HTTP API, for admins; it rejects as `CelerityClient` does. */
export class UsersApi {
  constructor(private readonly http: HttpRequests) {}

  /** By name: one page. */
  list(filter: UserFilter = {}, options: RequestOptions = {}): Promise<UserPage> {
    return this.http.ask({ ...options, path: '/users', query: filter });
  }

  create(user: NewUser, options: RequestOptions = {}): Promise<UserView> {
    return this.http.ask({ ...options, method: 'POST', path: '/users', body: user });
  }

  /** What is not named stays. The tokens that the user has end. */
  edit(username: string, changes: UserChanges, options: RequestOptions = {}): Promise<UserView> {
    return this.http.ask({ ...options, method: 'PATCH', path: pathOf(username), body: changes });
  }

  /** Resolves with the user as it was. */
  delete(username: string, options: RequestOptions = {}): Promise<UserView> {
    return this.http.ask({ ...options, method: 'DELETE', path: pathOf(username) });
  }
}

function pathOf(username: string): string {
  return `/users/${encodeURIComponent(username)}`;
}
