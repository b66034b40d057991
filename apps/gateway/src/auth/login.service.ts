import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AccessToken, Login } from '@celerity/contracts';
import { AuditLog } from '../audit/audit-log.js';
import { ProblemException } from '../http/problem-exception.js';
import { RateLimiter } from '../rate-limits/rate-limiter.js';
import { LoginThrottle } from './login-throttle.js';
import { PasswordHashing } from './password-hashing.js';
import { TokenIssuer } from './token-issuer.js';
import { UsersRepository } from './users.repository.js';

/** Exchanges a password for a token. */
@Injectable()
export class LoginService {
  constructor(
    private readonly users: UsersRepository,
    private readonly passwords: PasswordHashing,
    private readonly throttle: LoginThrottle,
    private readonly tokens: TokenIssuer,
    private readonly audit: AuditLog,
    private readonly limiter: RateLimiter,
  ) {}

  /** @throws ProblemException 401 for a wrong name or password alike, 429 after too many of them */
  async login(
    login: Login,
    { ip: address, id: requestId }: Pick<FastifyRequest, 'ip' | 'id'>,
  ): Promise<AccessToken> {
    this.tokens.assertIssues();
    const entry = { actor: login.username, action: 'login', address, requestId };
    try {
      const token = await this.exchange(login, address);
      this.audit.record({ ...entry, status: 200 });
      return token;
    } catch (error) {
      if (error instanceof ProblemException)
        this.audit.recordLoginFailure({ ...entry, status: error.getStatus() });
      throw error;
    }
  }

  private async exchange({ username, password }: Login, address: string): Promise<AccessToken> {
    this.limiter.admitLogin(address);
    const wait = await this.throttle.admit(username, address);
    if (wait > 0) throw tooManyFailures(wait);
    const user = await this.users.find(username);
    const isRight = await this.passwords.matches(user?.password_hash ?? null, password);
    if (!user || !isRight) throw wrongCredentials();
    await this.throttle.succeeded(username, address);
    if (user.disabled_at) throw disabledUser();
    return this.tokens.issue({ name: user.username, role: user.role, generation: user.generation });
  }
}

/** Told only to who knows the password. */
function disabledUser(): ProblemException {
  return new ProblemException(401, {
    kind: 'disabled-user',
    title: 'Unauthorized',
    detail: 'This user is disabled. Ask an admin.',
    headers: { 'www-authenticate': 'Bearer realm="celerity"' },
  });
}

function wrongCredentials(): ProblemException {
  return new ProblemException(401, {
    kind: 'wrong-credentials',
    title: 'Unauthorized',
    detail: 'The user name or the password is wrong.',
    headers: { 'www-authenticate': 'Bearer realm="celerity"' },
  });
}

function tooManyFailures(wait: number): ProblemException {
  return new ProblemException(429, {
    kind: 'too-many-failures',
    title: 'Too Many Requests',
    detail: `Too many failed logins of this user from this address. Try again in ${wait} s.`,
    headers: { 'retry-after': String(wait) },
  });
}
