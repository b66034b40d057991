import { createPublicKey } from 'node:crypto';

/** What tokens are signed or checked with. The algorithm follows from the key, never from the token. */
export interface TokenKey {
  readonly algorithm: 'HS256' | 'RS256' | 'ES256';
  /** Secret or PEM. */
  readonly key: string;
  /** False with a public key: tokens are made elsewhere. */
  readonly signs: boolean;
}

const SMALLEST_RSA_BITS = 2_048;

/** The key of a validated configuration. */
export function tokenKeyOf(config: { JWT_SECRET?: string; JWT_PUBLIC_KEY?: string }): TokenKey {
  if (config.JWT_PUBLIC_KEY !== undefined) {
    const found = readPublicKey(config.JWT_PUBLIC_KEY);
    if (found) return found;
  }
  if (config.JWT_SECRET === undefined) throw new Error('neither JWT_SECRET nor a usable JWT_PUBLIC_KEY');
  return { algorithm: 'HS256', key: config.JWT_SECRET, signs: true };
}

/** Reads a PEM, also one whose line ends were written as `\n`; null when it is no key that we take. */
export function readPublicKey(text: string): TokenKey | null {
  const pem = text.replaceAll('\\n', '\n');
  // createPublicKey would take a private key too, and nobody should hand us one.
  if (!pem.includes('-----BEGIN PUBLIC KEY-----') && !pem.includes('-----BEGIN RSA PUBLIC KEY-----'))
    return null;
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPublicKey(pem);
    const isRsa = type === 'rsa' && (details?.modulusLength ?? 0) >= SMALLEST_RSA_BITS;
    if (isRsa) return { algorithm: 'RS256', key: pem, signs: false };
    const isP256 = type === 'ec' && details?.namedCurve === 'prime256v1';
    return isP256 ? { algorithm: 'ES256', key: pem, signs: false } : null;
  } catch {
    return null;
  }
}
