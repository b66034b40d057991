import { StoreUnavailable } from './store-unavailable.js';

/** Longest wait for the database, in milliseconds. */
const ANSWER_MS = 1_500;

/** @throws StoreUnavailable saying `what`, when the database refuses or takes too long */
export async function answerInTime<T>(query: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ANSWER_MS} ms`)), ANSWER_MS);
  });
  try {
    return await Promise.race([query, late]);
  } catch (cause) {
    query.catch(() => undefined);
    throw new StoreUnavailable(what, { cause });
  } finally {
    clearTimeout(timer);
  }
}
