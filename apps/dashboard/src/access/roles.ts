import type { Role } from '@celerity/contracts';

/** From who may only look to who may do everything. */
export const ROLES: readonly Role[] = ['viewer', 'operator', 'admin'];

/** Characters that a password has at least. */
export const LEAST_PASSWORD = 12;
