import { catalogue, type DeadLetterBody, type Kwargs, visibleArguments } from '@celerity/contracts';
import { cut } from './bounded-headers.js';
import type { DeadLetterRow } from './dead-letter-tables.js';

/** Most of a body that is shown, in bytes. */
const SHOWN_BYTES = 16 * 1024;

/** Arguments as people may see them; null when the message cannot be read. */
export function visibleMessage({ message }: Pick<DeadLetterRow, 'message'>): {
  readonly args: unknown[] | null;
  readonly kwargs: Kwargs | null;
} {
  if (message === null) return { args: null, kwargs: null };
  return visibleArguments(catalogue.find(message.taskName), message.args, message.kwargs);
}

/** The body as text if it is text. One of a task with secret arguments is not shown: they could be anywhere in it. */
export function visibleBody(row: Pick<DeadLetterRow, 'body' | 'size_bytes' | 'task_name'>): DeadLetterBody {
  const contract = row.task_name === null ? undefined : catalogue.find(row.task_name);
  const truncated = Number(row.size_bytes) > Math.min(row.body.length, SHOWN_BYTES);
  if (contract && contract.secrets.length > 0) return { encoding: 'hidden', content: '', truncated: false };
  const shown = row.body.subarray(0, SHOWN_BYTES);
  const text = textOf(shown, truncated);
  if (text !== null) return { encoding: 'utf8', content: cut(text, SHOWN_BYTES), truncated };
  return { encoding: 'base64', content: shown.toString('base64'), truncated };
}

/** Null when it is no UTF-8; a character that was cut in half at the end does not count. */
function textOf(bytes: Buffer, isBeginning: boolean): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isBeginning });
  } catch {
    return null;
  }
}
