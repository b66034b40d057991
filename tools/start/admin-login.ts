import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from '../local/setup-error.ts';

/** Where the gateway keeps the password it made up for the first admin. */
export function adminPasswordFile(home: string): string {
  return join(home, 'admin-password');
}

/** The admin's password: CELERITY_ADMIN_PASSWORD, else the one the gateway generated. */
export function readAdminPassword(home: string): string {
  const configured = process.env.CELERITY_ADMIN_PASSWORD;
  if (configured) return configured;
  const file = adminPasswordFile(home);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new SetupError(
      `the admin's password is not known: ${file} is missing`,
      'The database already has an admin from elsewhere: set CELERITY_ADMIN_PASSWORD to his password.',
    );
  }
}
