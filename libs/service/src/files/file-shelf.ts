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

/** Files that one service writes and another hands out: they meet here, not in a database. */
export interface FileShelf {
  /** Puts the record of a finished file in the place of an earlier one of the same id. */
  record(id: string, file: KeptFile): Promise<void>;
  /** The record of that id, also of a file that is gone by now; null when there never was one, or long ago. */
  find(id: string): Promise<KeptFile | null>;
  /** The file's content, or null when it is gone. */
  open(file: KeptFile): Promise<Readable | null>;
}
