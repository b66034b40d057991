import { IsUrl } from 'class-validator';
import { explain } from './explain.js';

/** The setting is the address of a Redis. */
export function RedisUrl(): PropertyDecorator {
  return IsUrl(
    { protocols: ['redis', 'rediss'], require_tld: false, require_protocol: true, allow_underscores: true },
    explain(
      'is not a redis:// or rediss:// URL',
      'set it to redis://user:password@host:6379, or leave it out',
    ),
  );
}
