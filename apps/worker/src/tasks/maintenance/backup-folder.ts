import { mkdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileShelf, listFolder } from '@celerity/service';
import { NotEnoughSpace } from './backup-errors.js';
import type { BackupManifest } from './backup-manifest.js';

/** A backup's name: `celerity-20261124T030000Z-<end of the task's id>.dump`. Nothing else is ever removed. */
const BACKUP = /^celerity-\d{8}T\d{6}Z-[0-9a-f]{12}\.dump$/;
const UNFINISHED = /^\.celerity-\d{8}T\d{6}Z-[0-9a-f]{12}\.dump\.part$/;

/** The backups that are kept, and the folder in which another one is made. */
export class BackupFolder {
  constructor(private readonly shelf: FileShelf<BackupManifest>) {}

  /** Makes the folder if need be and clears away what killed backups left; only one runs at a time. */
  async prepare(): Promise<void> {
    await mkdir(this.shelf.workFolder, { recursive: true, mode: 0o700 });
    for (const { name } of await listFolder(this.shelf.workFolder)) {
      if (UNFINISHED.test(name)) await rm(join(this.shelf.workFolder, name), { force: true });
    }
  }

  /** @throws NotEnoughSpace unless so many bytes are free */
  async requireSpace(needed: bigint): Promise<void> {
    const { bavail, bsize } = await statfs(this.shelf.workFolder, { bigint: true });
    if (bavail * bsize < needed) throw new NotEnoughSpace(this.shelf.workFolder, bavail * bsize, needed);
  }

  /** The backup that an earlier attempt of the task has finished, if it is still here. */
  async ofTask(taskId: string): Promise<BackupManifest | undefined> {
    for (const name of await this.backups()) {
      if (!name.endsWith(`-${endOf(taskId)}.dump`)) continue;
      const manifest = await this.shelf.find(name);
      if (manifest?.task_id === taskId) return manifest;
    }
    return undefined;
  }

  nameFor(taskId: string, at: Date): string {
    const stamp = at.toISOString().replace(/[-:]|\.\d+/g, '');
    return `celerity-${stamp}-${endOf(taskId)}.dump`;
  }

  /** Where the file is written before it has its name. */
  temporaryPath(fileName: string): string {
    return join(this.shelf.workFolder, `.${fileName}.part`);
  }

  async publish(manifest: BackupManifest, signal: AbortSignal): Promise<void> {
    await this.shelf.put(this.temporaryPath(manifest.file_name), manifest.file_name, signal);
    await this.shelf.record(manifest.file_name, manifest);
  }

  /** Removes all but the newest backups; returns the names of those removed. */
  async keepNewest(keep: number): Promise<string[]> {
    const surplus = (await this.backups()).slice(keep);
    for (const name of surplus) {
      await this.shelf.remove(name);
      await this.shelf.remove(`${name}.json`);
    }
    return surplus;
  }

  async discard(fileName: string): Promise<void> {
    await rm(this.temporaryPath(fileName), { force: true });
  }

  /** Newest first. */
  private async backups(): Promise<string[]> {
    return (await this.shelf.list())
      .map(({ name }) => name)
      .filter((name) => BACKUP.test(name))
      .sort()
      .reverse();
  }
}

function endOf(taskId: string): string {
  return taskId.replaceAll('-', '').slice(-12);
}
