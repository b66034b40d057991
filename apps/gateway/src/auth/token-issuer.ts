import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { AccessToken } from '@celerity/contracts';
import { GatewayConfig } from '../config/gateway-config.js';
import { ProblemException } from '../http/problem-exception.js';
import type { Principal } from './principal.js';
import { TOKEN_AUDIENCE, TOKEN_ISSUER, type TokenClaims } from './token-claims.js';
import { tokenKeyOf } from './token-key.js';

/** Makes access tokens. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly jwt: JwtService,
    private readonly config: GatewayConfig,
  ) {}

  /** @throws ProblemException when tokens are made by somebody else */
  assertIssues(): void {
    if (tokenKeyOf(this.config).signs) return;
    throw new ProblemException(501, {
      kind: 'tokens-issued-elsewhere',
      title: 'Not Implemented',
      detail: 'This gateway only checks tokens (JWT_PUBLIC_KEY is set). Get one from your identity provider.',
    });
  }

  issue({ name, role, generation = 0 }: Principal): AccessToken {
    const { key, algorithm } = tokenKeyOf(this.config);
    const expiresIn = this.config.JWT_LIFETIME;
    const claims: TokenClaims = { sub: name, role, gen: generation };
    const token = this.jwt.sign(claims, {
      secret: key,
      algorithm,
      expiresIn,
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
    });
    return { access_token: token, expires_in: expiresIn, token_type: 'Bearer', role };
  }
}
