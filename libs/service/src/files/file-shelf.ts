import type { Readable } from 'node:stream';

/** A finished file as those who hand it out must know it. */
export interface KeptFile {
  /** Its name on the shelf, made by the service that wrote it. */
  readonly file_name: string;
  readonly media_type: string;
  readonly bytes: number;
  /** Of the whole file, in hexadecimal. */
  readonly sha256: string;
  /** Kept until then, ISO 8601; null for as long as nothing replaces it. */
  readonly expires_at: string | null;
}

/** What a record must say at least. */
export interface FileRecord {
  readonly file_name: string;
}

/** A file or a record as it lies there. */
export interface ShelvedFile {
  readonly name: string;
  readonly modified: Date;
}

/**
 * Files that one service writes and another hands out: they meet here, not in a database. A file is written in the
 * work folder and put on the shelf when it is whole; its record, `<id>.json` beside it, makes it known.
 */
export interface FileShelf<Kept extends FileRecord = KeptFile> {
  /** A folder on this machine for files that are not finished. */
  readonly workFolder: string;
  /** Takes the finished file at `path` away from there and puts it on the shelf under its name, whole or not at all. */
  put(path: string, fileName: string, signal?: AbortSignal): Promise<void>;
  /** Puts the record of a finished file in the place of an earlier one of the same id. */
  record(id: string, file: Kept): Promise<void>;
  /** The record of that id, also of a file that is gone by now; null when there never was one, or long ago. */
  find(id: string): Promise<Kept | null>;
  /** The file's content, or null when it is gone. */
  open(file: FileRecord): Promise<Readable | null>;
  /** Files and records, in no order. */
  list(): Promise<ShelvedFile[]>;
  /** Removes a file or a record; nothing happens when it is not there. */
  remove(name: string): Promise<void>;
}
