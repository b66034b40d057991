import type { Migrations } from '@celerity/service';
import * as users from './0001-users.js';
import * as idempotencyKeys from './0002-idempotency-keys.js';
import * as access from './0003-access.js';
import * as rateCounts from './0004-rate-counts.js';
import * as loginFailures from './0005-login-failures.js';

/** Every migration of schema `gateway`, in order. */
export const migrations: Migrations = {
  '0001_users': users,
  '0002_idempotency_keys': idempotencyKeys,
  '0003_access': access,
  '0004_rate_counts': rateCounts,
  '0005_login_failures': loginFailures,
};
