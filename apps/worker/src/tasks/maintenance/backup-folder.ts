import { mkdir, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupDatabaseOutput } from '@celerity/contracts';
import { publishFile } from '@celerity/service';
import { NotEnoughSpace } from './backup-errors.js';

/** What lies beside each backup as `<file>.json`: the task's result without what it removed, and the task. */
export interface BackupManifest extends Omit<BackupDatabaseOutput, 'removed'> {
  readonly task_id: string;
  readonly created_at: string;
}

/** A backup's name: `celerity-20261124T030000Z-<end of the task's id>.dump`. Nothing else is ever removed. */
const BACKUP = /^celerity-\d{8}T\d{6}Z-[0-9a-f]{12}\.dump$/;
const UNFINISHED = /^\.celerity-\d{8}T\d{6}Z-[0-9a-f]{12}\.dump\.part$/;

/** The folder that backups are kept in. */
export class BackupFolder {
  constructor(private readonly directory: string) {}

  /** Makes the folder if need be and clears away what killed backups left; only one runs at a time. */
  async prepare(): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.directory)) {
      if (UNFINISHED.test(name)) await this.remove(name);
    }
  }

  /** @throws NotEnoughSpace unless so many bytes are free */
  async requireSpace(needed: bigint): Promise<void> {
    const { bavail, bsize } = await statfs(this.directory, { bigint: true });
    if (bavail * bsize < needed) throw new NotEnoughSpace(this.directory, bavail * bsize, needed);
  }

  /** The backup that an earlier attempt of the task has finished, if it is still here. */
  async ofTask(taskId: string): Promise<BackupManifest | undefined> {
    for (const name of await this.backups()) {
      const manifest = await this.manifestOf(name);
      if (manifest?.task_id === taskId) return manifest;
    }
    return undefined;
  }

  nameFor(taskId: string, at: Date): string {
    const stamp = at.toISOString().replace(/[-:]|\.\d+/g, '');
    return `celerity-${stamp}-${taskId.replaceAll('-', '').slice(-12)}.dump`;
  }

  /** Where the file is written before it has its name. */
  temporaryPath(fileName: string): string {
    return join(this.directory, `.${fileName}.part`);
  }

  async publish(manifest: BackupManifest): Promise<void> {
    const path = join(this.directory, manifest.file_name);
    await publishFile(this.temporaryPath(manifest.file_name), path);
    await writeFile(`${path}.json.part`, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    await publishFile(`${path}.json.part`, `${path}.json`);
  }

  /** Removes all but the newest backups; returns the names of those removed. */
  async keepNewest(keep: number): Promise<string[]> {
    const surplus = (await this.backups()).slice(keep);
    for (const name of surplus) {
      await this.remove(name);
      await this.remove(`${name}.json`);
    }
    return surplus;
  }

  async discard(fileName: string): Promise<void> {
    await rm(this.temporaryPath(fileName), { force: true });
  }

  /** Newest first. */
  private async backups(): Promise<string[]> {
    return (await readdir(this.directory))
      .filter((name) => BACKUP.test(name))
      .sort()
      .reverse();
  }

  private async manifestOf(name: string): Promise<BackupManifest | undefined> {
    try {
      return JSON.parse(await readFile(join(this.directory, `${name}.json`), 'utf8')) as BackupManifest;
    } catch {
      return undefined;
    }
  }

  private async remove(name: string): Promise<void> {
    await rm(join(this.directory, name), { force: true });
  }
}
