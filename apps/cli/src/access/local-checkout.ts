import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The password that `npm start` gave the first admin of this checkout; null outside of one. */
export async function localAdminPassword(cwd: string): Promise<string | null> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const password = await readFile(join(folder, '.celerity', 'admin-password'), 'utf8').catch(() => null);
    if (password !== null) return password.trim() || null;
    if (folder === dirname(folder)) return null;
  }
}
