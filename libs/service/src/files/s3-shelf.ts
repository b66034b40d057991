import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { FileRecord, FileShelf, KeptFile, ShelvedFile } from './file-shelf.js';
import { S3Bucket } from './s3-bucket.js';
import type { S3Settings } from './s3-settings.js';
import { isShelfName, shelfName } from './shelf-name.js';

/** A shelf in S3-compatible storage. Unfinished files never leave this machine: an object appears when it is whole. */
export class S3Shelf<Kept extends FileRecord = KeptFile> implements FileShelf<Kept> {
  readonly workFolder: string;
  private readonly bucket: S3Bucket;

  /** @param name of the shelf, which tells it from the others in the bucket: `exports` */
  constructor(settings: S3Settings, name: string, workFolder: string) {
    this.workFolder = resolve(workFolder);
    this.bucket = new S3Bucket(settings, `${settings.folder}/${shelfName(name)}/`);
  }

  async put(path: string, fileName: string, signal?: AbortSignal): Promise<void> {
    await this.bucket.upload(path, shelfName(fileName), signal);
    await rm(path, { force: true });
  }

  async record(id: string, file: Kept): Promise<void> {
    await this.bucket.write(shelfName(`${id}.json`), `${JSON.stringify(file)}\n`);
  }

  async find(id: string): Promise<Kept | null> {
    if (!isShelfName(id)) return null;
    const content = await this.bucket.read(shelfName(`${id}.json`));
    return content && (JSON.parse(await text(content)) as Kept);
  }

  open({ file_name }: FileRecord): Promise<Readable | null> {
    return this.bucket.read(shelfName(file_name));
  }

  list(): Promise<ShelvedFile[]> {
    return this.bucket.list();
  }

  remove(name: string): Promise<void> {
    return this.bucket.remove(shelfName(name));
  }
}
