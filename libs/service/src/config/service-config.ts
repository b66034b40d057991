import { IsIn, IsOptional, IsString, IsTimeZone, IsUrl, Matches } from 'class-validator';
import { FAULT_SETTING } from '../faults/fault-setting.js';
import type { ConfigProblem } from './config-error.js';
import { explain } from './explain.js';
import { WholeNumber } from './whole-number.js';

const urlRules = { require_tld: false, require_protocol: true, allow_underscores: true };
const brokerRemedy = 'set it to amqp://user:password@host:5672';
const databaseRemedy = 'set it to postgres://user:password@host:5432/database';
const portRemedy = 'set it to a whole number from 0 (any free port) to 65535';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * The settings every service has. A service extends it with its own validated fields and overrides `PORT`
 * with its default; property initialisers are the defaults.
 */
export class ServiceConfig {
  @IsUrl(
    { ...urlRules, protocols: ['amqp', 'amqps'] },
    explain('is not an amqp:// or amqps:// URL', brokerRemedy),
  )
  readonly AMQP_URL: string;

  @IsUrl(
    { ...urlRules, protocols: ['postgres', 'postgresql'] },
    explain('is not a postgres:// URL', databaseRemedy),
  )
  readonly DATABASE_URL: string;

  /** Prefix of every exchange and queue, so that two systems can share a broker. */
  @Matches(
    /^[a-z0-9][a-z0-9_.-]{0,40}$/,
    explain('is not a usable prefix', 'use up to 41 of a-z 0-9 _ . - and begin with a letter or digit'),
  )
  readonly CELERITY_PREFIX: string = 'celerity';

  @IsTimeZone(explain('is not an IANA time zone', 'set it to a name like Asia/Shanghai or UTC'))
  readonly CELERITY_TIMEZONE: string = 'Asia/Shanghai';

  @WholeNumber('a port', { from: 0, to: 65_535, remedy: portRemedy })
  readonly PORT: number;

  /** Where to listen; without it only this machine, in production every interface. */
  @IsOptional()
  @IsString(explain('is not an address', 'set it to the address to listen on'))
  readonly HOST: string;

  @IsIn(LOG_LEVELS, explain('is not a log level', `use one of ${LOG_LEVELS.join(', ')}`))
  readonly LOG_LEVEL: LogLevel = 'info';

  @IsIn(['json', 'pretty'], explain('is not a log format', 'use json or pretty'))
  readonly LOG_FORMAT: 'json' | 'pretty' = 'json';

  @IsIn(
    ['development', 'test', 'production'],
    explain('is not a known environment', 'use development, test or production'),
  )
  readonly NODE_ENV: 'development' | 'test' | 'production' = 'development';

  /** OTLP/HTTP collector of traces; without it there are none, and they cost nothing. */
  @IsOptional()
  @IsUrl(
    { ...urlRules, protocols: ['http', 'https'] },
    explain(
      'is not an http:// or https:// URL',
      'set it to the collector, such as http://localhost:4318, or unset it',
    ),
  )
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  /** How long spans gather before they are sent. */
  @WholeNumber('a number of milliseconds', { from: 50, to: 60_000 })
  readonly OTEL_BSP_SCHEDULE_DELAY: number = 5_000;

  /** For tests only: where and how this process fails, such as `worker.after_effect:kill9:20`. */
  @IsOptional()
  @Matches(
    FAULT_SETTING,
    explain('is not a fault point', 'use <service>.<place>:<action>:<nth>, or unset it'),
  )
  readonly FAULT_POINT?: string;

  /** What is refused with NODE_ENV=production although it is well formed. Override to add a service's own. */
  productionProblems(): ConfigProblem[] {
    const problems: ConfigProblem[] = [];
    // An AMQP URL without a user means guest too.
    if (['', 'guest'].includes(new URL(this.AMQP_URL).username)) {
      problems.push({
        variable: 'AMQP_URL',
        problem: 'uses the guest account in production',
        remedy: 'create a broker user of its own and put it in the URL',
      });
    }
    const database = new URL(this.DATABASE_URL);
    if (database.password === '' && !database.searchParams.get('password')) {
      problems.push({
        variable: 'DATABASE_URL',
        problem: 'has no password in production',
        remedy: 'give the database user a password and put it in the URL',
      });
    }
    if (this.FAULT_POINT !== undefined) {
      problems.push({
        variable: 'FAULT_POINT',
        problem: 'makes the process fail on purpose',
        remedy: 'unset it; it is for tests only',
      });
    }
    return problems;
  }
}
