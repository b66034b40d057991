import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '@celerity/contracts';
import { frameworkProblem } from './framework-problems.js';
import type { KnownRoutes } from './known-routes.js';
import { problemBody } from './problem-body.js';
import { knownProblem } from './known-problem.js';
import { ProblemException } from './problem-exception.js';

const INTERNAL = {
  kind: 'internal-error',
  title: 'Internal error',
  detail:
    'Something went wrong here, not in your request. Report the request_id; it is in the log with the cause.',
};

/** Turns everything that is thrown into `application/problem+json` (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  constructor(private readonly routes: KnownRoutes) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const methods = this.methodsAskedFor(error, request);
    if (methods) return void reply.status(204).header('allow', methods.join(', ')).send();
    const answer = this.answerTo(error, request);
    const status = answer.getStatus();
    if (status === 500) this.logger.error('request failed', { request_id: request.id }, error);
    const { headers } = answer.problem;
    const problem: Problem = {
      ...problemBody(answer),
      instance: pathOf(request),
      request_id: request.id,
    };
    void reply
      .status(status)
      .headers({
        ...headers,
        'content-type': 'application/problem+json; charset=utf-8',
        'cache-control': 'no-store',
      })
      .send(JSON.stringify(problem));
  }

  private answerTo(error: unknown, request: FastifyRequest): ProblemException {
    if (error instanceof ProblemException) return error;
    const known = knownProblem(error);
    if (known) return known;
    const framework = frameworkProblem(error);
    if (framework?.getStatus() === 404) return this.notFound(request);
    return framework ?? new ProblemException(500, INTERNAL);
  }

  /** No route takes OPTIONS: it asks what the path takes, and gets its answer where a route is missed. */
  private methodsAskedFor(error: unknown, request: FastifyRequest): string[] | null {
    if (request.method !== 'OPTIONS' || frameworkProblem(error)?.getStatus() !== 404) return null;
    const methods = this.routes.methodsFor(pathOf(request));
    return methods.length > 0 ? methods : null;
  }

  private notFound(request: FastifyRequest): ProblemException {
    const path = pathOf(request);
    const methods = this.routes.methodsFor(path);
    if (methods.length === 0) {
      const detail = `There is nothing at ${path}. The paths are listed at /docs and in /openapi.json.`;
      return new ProblemException(404, { kind: 'not-found', title: 'Not Found', detail });
    }
    const allow = methods.join(', ');
    return new ProblemException(405, {
      kind: 'method-not-allowed',
      title: 'Method Not Allowed',
      detail: `${path} does not take ${request.method}. Use ${allow}.`,
      headers: { allow },
    });
  }
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? request.url;
}
