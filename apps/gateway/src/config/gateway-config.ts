import { Transform, Type } from 'class-transformer';
import {
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { type ConfigProblem, explain, ServiceConfig } from '@celerity/service';
import { IsOnlyKey, IsPublicKey } from './public-key-rules.js';
import { IsTrustedProxy } from './trusted-proxy-rule.js';
import { isWellKnownSecret } from './well-known-secrets.js';

const secretRemedy =
  'set it to 32 or more random characters (openssl rand -base64 48), or set JWT_PUBLIC_KEY';
const passwordRule = explain(
  'is shorter than 12 characters',
  'use a longer one, or unset it to have one made',
);
const timeoutRule = explain(
  'is not a number of milliseconds',
  'set it to the consumer_timeout of the broker',
);
const folderRule = explain('is not a folder', 'set it to a path without line breaks');
const streamsRule = explain('is not a number of streams', 'set it to a whole number from 1 to 100000');
const lifetimeRule = explain('is not a lifetime', 'set it to a whole number of seconds from 60 to 86400');

const limitRule = explain('is not a limit', 'set it to a whole number of requests per minute, or 0 for none');

function listOf({ value }: { value: unknown }): unknown {
  return typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value;
}

/** The gateway's settings. */
export class GatewayConfig extends ServiceConfig {
  override readonly PORT: number = 8_000;

  /** Signs and checks access tokens (HS256). Not needed with a JWT_PUBLIC_KEY. */
  @ValidateIf((config: GatewayConfig) => config.JWT_PUBLIC_KEY === undefined)
  @MinLength(32, explain('is shorter than 32 characters', secretRemedy))
  readonly JWT_SECRET?: string;

  /** PEM of an identity provider's public key (RS256 or ES256): tokens are then made there, and only checked here. */
  @IsOptional()
  @IsPublicKey(
    explain('is not a PEM public key of type RSA (2048 bit or more) or P-256', 'paste the whole PEM block'),
  )
  @IsOnlyKey(explain('is set beside JWT_SECRET', 'unset one of the two'))
  readonly JWT_PUBLIC_KEY?: string;

  /** Lifetime of the access tokens made here, in seconds. */
  @Type(() => Number)
  @IsInt(lifetimeRule)
  @Min(60, lifetimeRule)
  @Max(86_400, lifetimeRule)
  readonly JWT_LIFETIME: number = 3_600;

  /** The broker's `consumer_timeout` in milliseconds: longer time limits are refused. */
  @Type(() => Number)
  @IsInt(timeoutRule)
  @Min(1, timeoutRule)
  readonly BROKER_CONSUMER_TIMEOUT: number = 2_100_000;

  /** Most event streams that this gateway serves at once. */
  @Type(() => Number)
  @IsInt(streamsRule)
  @Min(1, streamsRule)
  @Max(100_000, streamsRule)
  readonly EVENT_STREAMS: number = 1_000;

  /** Most of them that one user or API key may have. */
  @Type(() => Number)
  @IsInt(streamsRule)
  @Min(1, streamsRule)
  @Max(100_000, streamsRule)
  readonly EVENT_STREAMS_PER_USER: number = 50;

  /** Password of the first admin; without it one is made, shown once and kept in CELERITY_HOME. */
  @IsOptional()
  @MinLength(12, passwordRule)
  @MaxLength(1_024, explain('is longer than 1024 characters', 'use a shorter one'))
  readonly CELERITY_ADMIN_PASSWORD?: string;

  /** Directory for what an installation keeps of its own, such as the first admin's password. */
  @IsString(explain('is not a directory name', 'set it to a directory that the gateway may write'))
  readonly CELERITY_HOME: string = '.celerity';

  /** Where workers put exported files; the same folder as theirs. */
  @Matches(/^[^\p{Cc}]+$/u, folderRule)
  readonly EXPORT_DIR: string = '.celerity/exports';

  /** Where workers put the files of reports; the same folder as theirs. */
  @Matches(/^[^\p{Cc}]+$/u, folderRule)
  readonly REPORT_DIR: string = '.celerity/reports';

  /** Requests per minute of a user or API key, over all replicas; 0 for no limit. */
  @Type(() => Number)
  @IsInt(limitRule)
  @Min(0, limitRule)
  readonly RATE_LIMIT_PER_USER: number = 300_000;

  /** Requests per minute from an address, over all replicas; 0 for no limit. */
  @Type(() => Number)
  @IsInt(limitRule)
  @Min(0, limitRule)
  readonly RATE_LIMIT_PER_ADDRESS: number = 600_000;

  /** Logins per minute from an address, over all replicas; 0 for no limit. */
  @Type(() => Number)
  @IsInt(limitRule)
  @Min(0, limitRule)
  readonly RATE_LIMIT_LOGINS: number = 300;

  /** Proxies whose `X-Forwarded-For` is believed: addresses, networks, or `loopback`, `linklocal`, `uniquelocal`. */
  @Transform(listOf)
  @IsTrustedProxy(
    explain('names no proxy', 'set it to addresses or networks such as 10.0.0.0/8, separated by commas'),
  )
  readonly TRUSTED_PROXIES: readonly string[] = [];

  /** Origins whose pages may read answers, such as `https://ops.example`; none unless set. */
  @Transform(listOf)
  @Matches(/^https?:\/\/[^/\s*]+$/, {
    each: true,
    ...explain(
      'is not a list of origins',
      'set it to origins such as https://ops.example, separated by commas',
    ),
  })
  readonly CORS_ORIGINS: readonly string[] = [];

  override productionProblems(): ConfigProblem[] {
    const problems = super.productionProblems();
    if (this.JWT_SECRET !== undefined && isWellKnownSecret(this.JWT_SECRET)) {
      problems.push({
        variable: 'JWT_SECRET',
        problem: 'is a well-known value in production',
        remedy: secretRemedy,
      });
    }
    return problems;
  }
}
