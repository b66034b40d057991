import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileRecord, FileShelf, KeptFile, ShelvedFile } from './file-shelf.js';
import { listFolder } from './list-folder.js';
import { publishFile } from './publish-file.js';
import { isShelfName, shelfName } from './shelf-name.js';

/** A folder that the writing and the reading service both see. */
export class FolderShelf<Kept extends FileRecord = KeptFile> implements FileShelf<Kept> {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = resolve(directory);
  }

  get workFolder(): string {
    return this.directory;
  }

  async put(path: string, fileName: string): Promise<void> {
    await publishFile(path, this.pathOf(fileName));
  }

  async record(id: string, file: Kept): Promise<void> {
    const path = this.pathOf(`${id}.json`);
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const temporary = join(this.directory, `.${randomUUID()}.json.part`);
    await writeFile(temporary, `${JSON.stringify(file)}\n`, { mode: 0o600 });
    await publishFile(temporary, path);
  }

  async find(id: string): Promise<Kept | null> {
    if (!isShelfName(id)) return null;
    const text = await orMissing(readFile(this.pathOf(`${id}.json`), 'utf8'));
    return text === null ? null : (JSON.parse(text) as Kept);
  }

  async open({ file_name }: FileRecord): Promise<Readable | null> {
    const path = this.pathOf(file_name);
    const [real, folder] = [await orMissing(realpath(path)), await orMissing(realpath(this.directory))];
    if (real === null || folder === null) return null;
    // A link out of the folder is not ours to hand out.
    if (dirname(real) !== folder) throw new Error(`${file_name} leads out of ${this.directory}`);
    const handle = await orMissing(open(real, constants.O_RDONLY | constants.O_NOFOLLOW));
    return handle?.createReadStream() ?? null;
  }

  async list(): Promise<ShelvedFile[]> {
    return (await listFolder(this.directory)).filter(({ name }) => isShelfName(name));
  }

  async remove(name: string): Promise<void> {
    await rm(this.pathOf(name), { force: true });
  }

  private pathOf(name: string): string {
    return join(this.directory, shelfName(name));
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
