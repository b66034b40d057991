import { Transform } from 'class-transformer';
import { IsOptional, IsString, Matches, MaxLength, MinLength, ValidateIf } from 'class-validator';
import {
  type ConfigProblem,
  explain,
  FolderPath,
  RedisUrl,
  FileStoreConfig,
  WholeNumber,
} from '@celerity/service';
import { IsOnlyKey, IsPublicKey } from './public-key-rules.js';
import { IsTrustedProxy } from './trusted-proxy-rule.js';
import { isWellKnownSecret } from './well-known-secrets.js';

const secretRemedy =
  'set it to 32 or more random characters (openssl rand -base64 48), or set JWT_PUBLIC_KEY';
const passwordRule = explain(
  'is shorter than 12 characters',
  'use a longer one, or unset it to have one made',
);
const limit = { from: 0, remedy: 'set it to a whole number of requests per minute, or 0 for none' };

function listOf({ value }: { value: unknown }): unknown {
  return typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value;
}

/** The gateway's settings. */
export class GatewayConfig extends FileStoreConfig {
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
  @WholeNumber('a number of seconds', { from: 60, to: 86_400 })
  readonly JWT_LIFETIME: number = 3_600;

  /** The broker's `consumer_timeout` in milliseconds: longer time limits are refused. */
  @WholeNumber('a number of milliseconds', {
    from: 1,
    remedy: 'set it to the consumer_timeout of the broker',
  })
  readonly BROKER_CONSUMER_TIMEOUT: number = 2_100_000;

  /** Most event streams that this gateway serves at once. */
  @WholeNumber('a number of streams', { from: 1, to: 100_000 })
  readonly EVENT_STREAMS: number = 1_000;

  /** Most of them that one user or API key may have. */
  @WholeNumber('a number of streams', { from: 1, to: 100_000 })
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
  @FolderPath()
  readonly EXPORT_DIR: string = '.celerity/exports';

  /** Where workers put the files of reports; the same folder as theirs. */
  @FolderPath()
  readonly REPORT_DIR: string = '.celerity/reports';

  /** Requests per minute of a user or API key, over all replicas; 0 for no limit. */
  @WholeNumber('a limit', limit)
  readonly RATE_LIMIT_PER_USER: number = 300_000;

  /** Requests per minute from an address, over all replicas; 0 for no limit. */
  @WholeNumber('a limit', limit)
  readonly RATE_LIMIT_PER_ADDRESS: number = 600_000;

  /** Logins per minute from an address, over all replicas; 0 for no limit. */
  @WholeNumber('a limit', limit)
  readonly RATE_LIMIT_LOGINS: number = 300;

  /** Where replicas share what they counted for these limits; in PostgreSQL when there is none. */
  @IsOptional()
  @RedisUrl()
  readonly REDIS_URL?: string;

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

  /** Page of a trace store for one trace, whose id takes the place of `{trace_id}`, or stands at the end. */
  @IsOptional()
  @Matches(
    /^https?:\/\/\S+$/,
    explain('is not an address', 'set it to one such as https://jaeger.example/trace/{trace_id}'),
  )
  readonly TRACE_URL_TEMPLATE?: string;

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
