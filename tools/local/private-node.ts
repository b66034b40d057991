import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, type ProcessIdentity } from './process/process-identity.ts';

/** A broker or database of our own in a folder of our own. */
export interface PrivateNode {
  url: string;
  pid: number;
  dir: string;
  /** True when it still ran from an earlier, crashed run and was taken over. */
  reused: boolean;
  /** Clean shutdown; starting again in the same folder brings the data back. */
  stop(): Promise<void>;
  /** kill -9, for tests of what a crash leaves behind. */
  kill(): Promise<void>;
  /** Kills it and removes its data. */
  discard(): Promise<void>;
}

/** Reads a settings file of an instance, undefined when there is none or it was only half written. */
export function readRecord<T>(dir: string, name: string): T | undefined {
  try {
    return JSON.parse(readFileSync(join(dir, name), 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Writes a settings file (it may hold a password) so that only its owner can read it, in one step. */
export function writeRecord(dir: string, name: string, record: unknown): void {
  const path = join(dir, name);
  writeFileSync(`${path}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Makes a folder only its owner can enter. */
export function makePrivateDir(dir: string): void {
  if (!existsSync(dir)) mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o700);
}

/** Those of the recorded processes that still run. */
export function stillRunning(processes: readonly ProcessIdentity[] | undefined): ProcessIdentity[] {
  return (processes ?? []).filter(isAlive);
}
