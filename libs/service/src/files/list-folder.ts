import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ShelvedFile } from './file-shelf.js';

/** What is in a folder, unfinished files among it; nothing when there is no folder. */
export async function listFolder(directory: string): Promise<ShelvedFile[]> {
  const names = await readdir(directory).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => {
      // One that somebody has just removed.
      const found = await stat(join(directory, name)).catch(() => null);
      return found ? [{ name, modified: found.mtime }] : [];
    }),
  );
  return files.flat();
}
