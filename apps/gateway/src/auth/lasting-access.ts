import { Injectable, Logger } from '@nestjs/common';
import { ApiKeyVerifier } from '../api-keys/api-key-verifier.js';
import type { Principal } from './principal.js';
import { TokenGenerations } from './token-generations.js';

/** Tells whether a principal that was let in a while ago would still be: for answers that go on for hours. */
@Injectable()
export class LastingAccess {
  private readonly logger = new Logger('Access');

  constructor(
    private readonly keys: ApiKeyVerifier,
    private readonly generations: TokenGenerations,
  ) {}

  /** True also while nobody can tell: whoever was let in stays in, as for requests without a database. */
  async holds(principal: Principal): Promise<boolean> {
    if (!this.generations.isCurrent(principal)) return false;
    if (principal.keyHash === undefined) return true;
    try {
      return await this.keys.isStillValid(principal.keyHash);
    } catch (error) {
      this.logger.warn(`cannot tell whether ${principal.name} may go on: ${(error as Error).message}`);
      return true;
    }
  }
}
