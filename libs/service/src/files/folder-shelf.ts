import { constants } from 'node:fs';
import { mkdir, open, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import type { FileShelf, KeptFile } from './file-shelf.js';
import { publishFile } from './publish-file.js';

/** One path component: no separators, and no name that begins with a dot. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9+._-]{0,150}$/;

/** A folder that the writing and the reading service both see; `<id>.json` is the record of a file. */
export class FolderShelf implements FileShelf {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = resolve(directory);
  }

  async record(id: string, file: KeptFile): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const temporary = join(this.directory, `.${randomUUID()}.json.part`);
    await writeFile(temporary, `${JSON.stringify(file)}\n`, { mode: 0o600 });
    await publishFile(temporary, this.pathOf(`${id}.json`));
  }

  async find(id: string): Promise<KeptFile | null> {
    if (!NAME.test(id)) return null;
    const text = await orMissing(readFile(this.pathOf(`${id}.json`), 'utf8'));
    return text === null ? null : (JSON.parse(text) as KeptFile);
  }

  async open({ file_name }: KeptFile): Promise<Readable | null> {
    const path = this.pathOf(file_name);
    const [real, folder] = [await orMissing(realpath(path)), await orMissing(realpath(this.directory))];
    if (real === null || folder === null) return null;
    // A link out of the folder is not ours to hand out.
    if (dirname(real) !== folder) throw new Error(`${file_name} leads out of ${this.directory}`);
    const handle = await orMissing(open(real, constants.O_RDONLY | constants.O_NOFOLLOW));
    return handle?.createReadStream() ?? null;
  }

  /** @throws Error for anything but a plain name */
  private pathOf(name: string): string {
    if (!NAME.test(name)) throw new Error(`"${name}" is not the name of a file on the shelf`);
    return join(this.directory, name);
  }
}

async function orMissing<Value>(reading: Promise<Value>): Promise<Value | null> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
