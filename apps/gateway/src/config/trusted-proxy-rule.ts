import { isIP } from 'node:net';
import { ValidateBy, type ValidationOptions } from 'class-validator';

const NAMED = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Each is an address, a network in CIDR notation, or a name that Fastify knows. */
export function IsTrustedProxy(options: ValidationOptions): PropertyDecorator {
  const validate = (list: unknown): boolean => Array.isArray(list) && list.every(isProxy);
  return ValidateBy({ name: 'isTrustedProxy', validator: { validate } }, options);
}

function isProxy(text: unknown): boolean {
  const [address = '', bits, ...rest] = String(text).split('/');
  if (NAMED.has(String(text))) return true;
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
