import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { IS_PUBLIC, StartupError } from '@celerity/service';
import { REQUIRED_ROLE } from './access-rule.js';

/** Stops the start when a route says neither `@Requires(role)` nor `@Public()`. */
@Injectable()
export class AccessRulesCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** @throws StartupError naming each such route's method */
  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, () => unknown>;
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((name) => this.isOpen(prototype[name], metatype as Type))
        .map((name) => `${metatype.name}.${name}`);
    });
    if (open.length === 0) return;
    throw new StartupError(`no access rule on ${open.join(', ')}`, 'add @Requires(role) or @Public()');
  }

  private isOpen(handler: (() => unknown) | undefined, controller: Type): boolean {
    if (!handler || this.reflector.get<unknown>(METHOD_METADATA, handler) === undefined) return false;
    const places = [handler, controller];
    return [IS_PUBLIC, REQUIRED_ROLE].every((key) => !this.reflector.getAllAndOverride<unknown>(key, places));
  }
}
