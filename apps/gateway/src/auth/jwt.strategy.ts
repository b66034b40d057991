import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { GatewayConfig } from '../config/gateway-config.js';
import type { Principal } from './principal.js';
import { principalOf, TOKEN_AUDIENCE, TOKEN_ISSUER } from './token-claims.js';
import { tokenKeyOf } from './token-key.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Name under which passport knows the strategy. */
export const JWT_STRATEGY = 'jwt';

/** Checks the bearer token of the Authorization header, and of no other place. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, JWT_STRATEGY) {
  private readonly madeHere: boolean;

  constructor(
    config: GatewayConfig,
    private readonly verified: VerifiedTokens,
  ) {
    const { key, algorithm, signs } = tokenKeyOf(config);
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: key,
      passReqToCallback: true,
      // Fixed by our key: a token must not choose how it is checked.
      algorithms: [algorithm],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      ignoreExpiration: false,
    });
    this.madeHere = signs;
  }

  /** Called with the claims of a token whose signature, dates, issuer and audience are right. */
  validate({ headers }: FastifyRequest, claims: Record<string, unknown>): Principal | null {
    const said = principalOf(claims);
    // An identity provider's users are not ours, even if they have the same name.
    const principal = said && !this.madeHere ? withoutGeneration(said) : said;
    if (principal)
      this.verified.remember(String(headers.authorization), principal, Number(claims['exp']) * 1_000);
    return principal;
  }
}

function withoutGeneration({ generation: _, ...principal }: Principal): Principal {
  return principal;
}
