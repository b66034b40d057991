import type { Role } from '@celerity/contracts';
import type { Generated, JSONColumnType } from 'kysely';

/** Schema `gateway`: what only the gateway reads and writes. */
export interface GatewayDatabase {
  users: UsersTable;
  idempotency_keys: IdempotencyKeysTable;
  token_generations: TokenGenerationsTable;
  api_keys: ApiKeysTable;
  audit: AuditTable;
  rate_counts: RateCountsTable;
  login_failures: LoginFailuresTable;
}

interface UsersTable {
  username: string;
  /** argon2id, with its parameters and salt inside. */
  password_hash: string;
  role: Role;
  created_at: Generated<Date>;
  /** Since when nobody may log in as this user. */
  disabled_at: Date | null;
}

interface TokenGenerationsTable {
  /** Stays when the user is deleted, so that the tokens of a namesake are not confused with the old ones. */
  username: string;
  /** Tokens of an earlier generation are void. */
  generation: number;
  changed_at: Generated<Date>;
}

interface ApiKeysTable {
  id: string;
  name: string;
  /** SHA-256 in hex: a key has 256 random bits, which nobody guesses however fast the hash is. */
  key_hash: string;
  role: Role;
  created_by: string;
  created_at: Generated<Date>;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

interface RateCountsTable {
  /** The limit and who is held to it. */
  key: string;
  /** Minutes since the epoch. */
  window: number;
  count: number;
}

interface LoginFailuresTable {
  /** Hash of user name and address. */
  key: string;
  failures: number;
  /** When they are forgotten. */
  until: Date;
}

interface AuditTable {
  /** bigint, which the driver reads as text. */
  id: Generated<string>;
  at: Date;
  actor: string;
  action: string;
  target: string | null;
  status: number;
  address: string | null;
  request_id: string | null;
  details: JSONColumnType<object> | null;
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
