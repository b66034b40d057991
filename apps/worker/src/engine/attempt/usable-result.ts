import { MAX_RESULT_BYTES, unsafeJson } from '@celerity/contracts';
import { UnusableResult } from './attempt-errors.js';

/** @throws UnusableResult when the result cannot be kept whole. */
export function usableResult(result: unknown): unknown {
  let json: string | undefined;
  try {
    json = JSON.stringify(result ?? null);
  } catch (error) {
    throw new UnusableResult(`the result is not JSON: ${(error as Error).message}`);
  }
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_RESULT_BYTES) {
    throw new UnusableResult(`result_too_large: ${bytes} bytes, at most ${MAX_RESULT_BYTES} are kept`);
  }
  const unsafe = unsafeJson(JSON.parse(json), 'result');
  if (unsafe) throw new UnusableResult(`${unsafe.field} ${unsafe.message}`);
  return result ?? null;
}
