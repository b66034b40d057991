import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { AccessRules } from './access-rules.js';
import { AccessRulesCheck } from './access-rules-check.js';
import { AccessGuard } from './access.guard.js';
import { AuthController } from './auth.controller.js';
import { FirstAdmin } from './first-admin.js';
import { LastingAccess } from './lasting-access.js';
import { JwtStrategy } from './jwt.strategy.js';
import { LoginThrottle } from './login-throttle.js';
import { LoginService } from './login.service.js';
import { PasswordHashing } from './password-hashing.js';
import { TokenGenerations } from './token-generations.js';
import { TokenIssuer } from './token-issuer.js';
import { ApiKeysController } from '../api-keys/api-keys.controller.js';
import { ApiKeyVerifier } from '../api-keys/api-key-verifier.js';
import { ApiKeysRepository } from '../api-keys/api-keys.repository.js';
import { UserAccounts } from '../users/user-accounts.js';
import { UsersController } from '../users/users.controller.js';
import { UsersRepository } from './users.repository.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Users, tokens, API keys, and the guard before every route. */
@Module({
  imports: [DiscoveryModule, PassportModule, JwtModule.register({})],
  exports: [LastingAccess],
  controllers: [AuthController, UsersController, ApiKeysController],
  providers: [
    AccessGuard,
    AccessRules,
    AccessRulesCheck,
    ApiKeyVerifier,
    ApiKeysRepository,
    FirstAdmin,
    JwtStrategy,
    LastingAccess,
    LoginService,
    LoginThrottle,
    PasswordHashing,
    TokenGenerations,
    TokenIssuer,
    UserAccounts,
    UsersRepository,
    VerifiedTokens,
    { provide: APP_GUARD, useExisting: AccessGuard },
  ],
})
export class AuthModule {}
