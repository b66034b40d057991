import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StartupError } from '@celerity/service';
import { AccessRules } from './access-rules.js';

/** Stops the start when a route says neither `@Requires(role)` nor `@Public()`. */
@Injectable()
export class AccessRulesCheck implements OnModuleInit {
  constructor(private readonly rules: AccessRules) {}

  /** @throws StartupError naming each such route's method */
  onModuleInit(): void {
    const open = this.rules.all().filter(({ isPublic, role }) => !isPublic && !role);
    if (open.length === 0) return;
    const names = open.map(({ handler }) => handler).join(', ');
    throw new StartupError(`no access rule on ${names}`, 'add @Requires(role) or @Public()');
  }
}
