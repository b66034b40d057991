import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { ExportColumn, ExportRow } from '../export-reader.js';

/** Writes rows in one format. */
export interface RowWriter {
  write(rows: readonly ExportRow[]): Promise<void>;
  /** Resolves when everything is in the file. */
  end(): Promise<void>;
}

/** Makes the writer of a format; `title` names the sheet where there is one. */
export type RowWriterFactory = (
  out: Writable,
  columns: readonly ExportColumn[],
  title: string,
) => RowWriter | Promise<RowWriter>;

/** Writes and waits until there is room for more, so that memory stays flat. */
export async function writeTo(out: Writable, chunk: string): Promise<void> {
  if (!out.write(chunk)) await heard(out, 'drain');
}

/** Ends the stream and waits until it has taken everything. */
export async function endOf(out: Writable): Promise<void> {
  const finished = heard(out, 'finish');
  out.end();
  await finished;
}

/** @throws whatever went wrong with the stream, before now or while it waits */
export async function heard(out: Writable, event: 'drain' | 'finish'): Promise<void> {
  // An error is reported once; who comes later would wait for ever.
  if (out.errored) throw out.errored;
  await once(out, event);
}
