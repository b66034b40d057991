import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Puts a finished file under its final name: whoever sees the name sees the whole file, after a crash too. */
export async function publishFile(temporary: string, final: string): Promise<void> {
  await sync(temporary);
  await rename(temporary, final);
  await sync(dirname(final));
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
