import {
  type CallHandler,
  type ExecutionContext,
  HttpException,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, tap } from 'rxjs';
import type { Principal } from '../auth/principal.js';
import { AuditLog } from './audit-log.js';
import { AUDITED_AS, type AuditedAs } from './audited.decorator.js';

type Audited = FastifyRequest & { readonly user?: Principal };

/** Records every change that somebody with a token made or was refused by its route, unless it is told elsewhere. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly audit: AuditLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Audited>();
    if (
      request?.method === undefined ||
      request.method === 'GET' ||
      request.method === 'HEAD' ||
      !request.user
    )
      return next.handle();
    const as = this.reflector.get<AuditedAs | null | undefined>(AUDITED_AS, context.getHandler());
    if (as === null) return next.handle();
    const { action, fields = [], target } = as ?? { action: defaultAction(context) };
    const record = (status: number): void =>
      this.audit.record({
        ...{ actor: request.user?.name ?? '', action, status, address: request.ip, requestId: request.id },
        target: targetOf(request, target),
        details: pick(request.body, fields),
      });
    return next.handle().pipe(
      tap({
        next: () => record(http.getResponse<FastifyReply>().statusCode),
        error: (error: unknown) => record(error instanceof HttpException ? error.getStatus() : 500),
      }),
    );
  }
}

/** `SchedulesController.pause` → `schedules.pause`. */
function defaultAction(context: ExecutionContext): string {
  const resource = context
    .getClass()
    .name.replace(/Controller$/, '')
    .toLowerCase();
  return `${resource}.${context.getHandler().name}`;
}

/** The path's parameter, or the field of the body that names what is created. */
function targetOf({ params, body }: Audited, field: string | undefined): string | undefined {
  const [first] = Object.values((params ?? {}) as Record<string, string>);
  if (first !== undefined || field === undefined) return first;
  const named = (body as Record<string, unknown> | null)?.[field];
  return typeof named === 'string' ? named : undefined;
}

function pick(body: unknown, fields: readonly string[]): object | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const found = Object.entries(body).filter(([name]) => fields.includes(name));
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
