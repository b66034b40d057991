import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StartupError } from '@celerity/service';

/**
 * Keeps the first admin's password where only its owner can read it, and returns the file's path.
 * @throws StartupError when the directory cannot be written
 */
export async function keepAdminPassword(home: string, password: string): Promise<string> {
  const directory = resolve(home);
  const file = join(directory, 'admin-password');
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, `${password}\n`, { mode: 0o600 });
    // A draft left over from a crash would keep its own mode.
    await chmod(draft, 0o600);
    await rename(draft, file);
  } catch (cause) {
    const remedy =
      'set CELERITY_HOME to a directory that the gateway may write, or set CELERITY_ADMIN_PASSWORD';
    throw new StartupError(`cannot keep the first admin's password in ${file}`, remedy, { cause });
  }
  return file;
}
