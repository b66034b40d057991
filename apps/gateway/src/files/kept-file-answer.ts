import { StreamableFile } from '@nestjs/common';
import type { FileShelf } from '@celerity/service';
import type { FastifyReply } from 'fastify';
import { ProblemException } from '../http/problem-exception.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Media types of exports and of reports, as the workers record them. */
export const EXPORT_TYPES = ['text/csv', 'application/x-ndjson', XLSX] as const;
export const REPORT_TYPES = [XLSX, 'text/html', 'application/json'] as const;

/** What is asked for, in words for people. */
export interface Wanted {
  readonly id: string;
  /** `export` or `report`. */
  readonly what: string;
  /** How to get another one. */
  readonly remedy: string;
}

/**
 * Streams a file from the shelf, with its name and checksum in the headers.
 * @throws ProblemException 404 when there is no such file, 410 when it is no longer kept
 */
export async function answerKeptFile(
  shelf: FileShelf,
  { id, what, remedy }: Wanted,
  reply: FastifyReply,
): Promise<StreamableFile> {
  const file = await shelf.find(id);
  if (!file) {
    const detail = `There is no ${what} ${id}. ${remedy}`;
    throw new ProblemException(404, { kind: `unknown-${what}`, title: 'Not Found', detail });
  }
  const expired = file.expires_at !== null && Date.parse(file.expires_at) <= Date.now();
  const stream = expired ? null : await shelf.open(file);
  if (!stream) {
    const detail = `The ${what} ${id} is no longer kept. ${remedy}`;
    throw new ProblemException(410, { kind: `${what}-gone`, title: 'Gone', detail });
  }
  void reply.headers({
    'x-checksum-sha256': file.sha256,
    'repr-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
    'cache-control': 'private, no-store',
  });
  return new StreamableFile(stream, {
    type: file.media_type,
    length: file.bytes,
    // Never shown in the page's own origin: it is a file to save.
    disposition: `attachment; filename="${file.file_name}"`,
  });
}
