import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { ExportFormat, ExportType } from '@celerity/contracts';
import type { FileShelf } from '@celerity/service';

const BUFFER_BYTES = 1024 * 1024;

/** A file that is being exported: it is put on the shelf only when it is whole. */
export class ExportFile {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  /** Counts and digests what it passes on to the file. */
  readonly stream: Writable;

  private constructor(
    private readonly shelf: FileShelf,
    readonly name: string,
    private readonly handle: FileHandle,
  ) {
    this.stream = new Writable({
      highWaterMark: BUFFER_BYTES,
      decodeStrings: true,
      write: (chunk: Buffer, _encoding, done) => void this.append(chunk).then(() => done(), done),
    });
    // A failed write is reported to whoever waits for it; unheard it would end the process.
    this.stream.on('error', () => undefined);
  }

  /** The name is made here, and of nothing that a caller could choose freely. */
  static async create(shelf: FileShelf, type: ExportType, format: ExportFormat): Promise<ExportFile> {
    await mkdir(shelf.workFolder, { recursive: true, mode: 0o700 });
    const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const name = `${type}-${stamp}-${randomBytes(6).toString('hex')}.${format}`;
    const handle = await open(join(shelf.workFolder, `.${name}.part`), 'wx', 0o600);
    return new ExportFile(shelf, name, handle);
  }

  /** Puts the ended file on the shelf. */
  async publish(signal: AbortSignal): Promise<{ bytes: number; sha256: string }> {
    await this.handle.close();
    await this.shelf.put(this.temporaryPath, this.name, signal);
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  /** Leaves nothing behind, whether the file is on the shelf or not. */
  async discard(): Promise<void> {
    this.stream.destroy();
    await this.handle.close().catch(() => undefined);
    await rm(this.temporaryPath, { force: true });
    await this.shelf.remove(this.name);
  }

  private get temporaryPath(): string {
    return join(this.shelf.workFolder, `.${this.name}.part`);
  }

  private async append(chunk: Buffer): Promise<void> {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    await this.handle.writeFile(chunk);
  }
}
