import type { Role } from '@celerity/contracts';
import type { Generated, JSONColumnType } from 'kysely';

/** Schema `gateway`: what only the gateway reads and writes. */
export interface GatewayDatabase {
  users: UsersTable;
  idempotency_keys: IdempotencyKeysTable;
}

interface UsersTable {
  username: string;
  /** argon2id, with its parameters and salt inside. */
  password_hash: string;
  role: Role;
  created_at: Generated<Date>;
}

interface IdempotencyKeysTable {
  principal: string;
  key: string;
  /** SHA-256 of what was asked for, in hex. */
  body_hash: string;
  /** Every sending under this key has this id, or ids derived from it. */
  task_id: string;
  /** `unknown`: sent, with no confirm yet; `accepted`: the answer is what everybody gets from now on. */
  state: 'sending' | 'unknown' | 'accepted';
  /** How often somebody began to send it; fences the one before. */
  claims: Generated<number>;
  /** Until then whoever claimed it last is sending. */
  leased_until: Date;
  answer: JSONColumnType<object> | null;
  created_at: Generated<Date>;
}
