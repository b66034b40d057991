import type { Role } from '@celerity/contracts';

/** The roles, least first. */
export const ROLE_CHOICES: readonly Role[] = ['viewer', 'operator', 'admin'];
