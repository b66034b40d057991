import type { Role } from '@celerity/contracts';
import type { Generated } from 'kysely';

/** Schema `gateway`: what only the gateway reads and writes. */
export interface GatewayDatabase {
  users: UsersTable;
}

interface UsersTable {
  username: string;
  /** argon2id, with its parameters and salt inside. */
  password_hash: string;
  role: Role;
  created_at: Generated<Date>;
}
