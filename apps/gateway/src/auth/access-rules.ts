import { Injectable, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import type { Role } from '@celerity/contracts';
import { IS_PUBLIC } from '@celerity/service';
import { REQUIRED_ROLE } from './access-rule.js';

/** A route's handler and what it says about who may call it. */
export interface RouteRule {
  /** `TasksController.send`. */
  readonly handler: string;
  /** As Fastify knows it: `/api/core/tasks/:task_id`. */
  readonly path: string;
  readonly isPublic: boolean;
  readonly role: Role | undefined;
}

/** The access rule of every route there is. */
@Injectable()
export class AccessRules {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  all(): RouteRule[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, () => unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .flatMap((name) => this.ruleOf(prototype[name], metatype as Type, name));
    });
  }

  private ruleOf(handler: (() => unknown) | undefined, controller: Type, name: string): RouteRule[] {
    if (!handler || this.reflector.get<unknown>(METHOD_METADATA, handler) === undefined) return [];
    const places = [handler, controller];
    return [controller, handler]
      .map((place) => [this.reflector.get<string | string[] | undefined>(PATH_METADATA, place) ?? ''].flat())
      .reduce((bases, ends) => bases.flatMap((base) => ends.map((end) => joined(base, end))), [''])
      .map((path) => ({
        handler: `${controller.name}.${name}`,
        path,
        isPublic: this.reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, places) === true,
        role: this.reflector.getAllAndOverride<Role | undefined>(REQUIRED_ROLE, places),
      }));
  }
}

function joined(base: string, end: string): string {
  return [base, end]
    .flatMap((part) => part.split('/'))
    .reduce((path, part) => (part === '' ? path : `${path}/${part}`), '');
}
