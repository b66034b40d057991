import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import argon2 from 'argon2';

/** OWASP's smallest recommended argon2id setting: 19 MiB, two passes; about 30 ms. */
const PARAMETERS = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Makes and checks password hashes (argon2id). */
@Injectable()
export class PasswordHashing {
  private readonly dummy = this.hash(randomBytes(32).toString('hex'));

  hash(password: string): Promise<string> {
    return argon2.hash(password, PARAMETERS);
  }

  /** Without a hash (no such user) it takes as long as with one, and says no. */
  async matches(hash: string | null, password: string): Promise<boolean> {
    const isRight = await argon2.verify(hash ?? (await this.dummy), password);
    return hash !== null && isRight;
  }
}
