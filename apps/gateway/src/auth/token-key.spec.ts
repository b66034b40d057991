import { generateKeyPairSync } from 'node:crypto';
import { tokenKeyOf } from './token-key.js';

it('takes the algorithm from the key', () => {
  const pem = (type: 'rsa' | 'ec') => {
    const made =
      type === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    return made.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  };
  expect(tokenKeyOf({ JWT_SECRET: 's' })).toEqual({ algorithm: 'HS256', key: 's', signs: true });
  expect(tokenKeyOf({ JWT_PUBLIC_KEY: pem('rsa') })).toMatchObject({ algorithm: 'RS256', signs: false });
  expect(tokenKeyOf({ JWT_PUBLIC_KEY: pem('ec') })).toMatchObject({ algorithm: 'ES256', signs: false });
  expect(() => tokenKeyOf({})).toThrow('neither');
});
