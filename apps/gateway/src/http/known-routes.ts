import type { FastifyInstance } from 'fastify';

interface Route {
  readonly method: string;
  /** The template it was registered with. */
  readonly url: string;
  readonly pattern: RegExp;
}

/** Every route the server has, so that a wrong method can be told from a wrong path. */
export class KnownRoutes {
  readonly routes: Route[] = [];

  /** Listens to registrations; call it before the application registers its routes. */
  watch(server: FastifyInstance): this {
    server.addHook('onRoute', ({ method, url }) => {
      // Catch-alls (`/docs/*`, Nest's middleware) would claim paths that nobody serves.
      if (url.includes('*')) return;
      for (const one of [method].flat()) this.routes.push({ method: one, url, pattern: patternOf(url) });
    });
    return this;
  }

  /** Methods with which the path would have been found; those of the whole server for `*`. None for a wrong path. */
  methodsFor(path: string): string[] {
    const found = path === '*' ? this.routes : this.routes.filter(({ pattern }) => pattern.test(path));
    if (found.length === 0) return [];
    return [...new Set(['OPTIONS', ...found.map(({ method }) => method)])].sort();
  }
}

function patternOf(url: string): RegExp {
  const source = url
    .replace(/\/$/, '')
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}/?$`);
}
