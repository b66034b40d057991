import { isTaskId } from '@celerity/contracts';
import { badRequest } from './query-errors.js';

/** The last task of a page: the next page begins after it. */
export interface TaskCursor {
  /** The instant by which the list is sorted. */
  readonly at: string;
  readonly taskId: string;
}

export function encodeCursor({ at, taskId }: TaskCursor): string {
  return Buffer.from(JSON.stringify([at, taskId])).toString('base64url');
}

/** @throws RpcException (`bad_request`) for what no page has given out. */
export function decodeCursor(cursor: string): TaskCursor {
  const [at, taskId] = partsOf(cursor);
  const isInstant = typeof at === 'string' && !Number.isNaN(Date.parse(at));
  if (!isInstant || typeof taskId !== 'string' || !isTaskId(taskId))
    throw badRequest({ field: 'cursor', message: 'is not a cursor of this list: take it from next_cursor' });
  return { at: new Date(at).toISOString(), taskId };
}

function partsOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
