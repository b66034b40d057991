/** Longest wait for the broker's answer to a goodbye. */
const ANSWER_MS = 2_000;

/**
 * Resolves when the broker has answered a goodbye, refused it, or been silent for too long. Without that bound it
 * could be for ever: amqplib leaves the promise of a `close()` open when the connection ends before the answer.
 */
export async function answered(goodbye: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<void>((resolve) => (timer = setTimeout(resolve, ANSWER_MS)));
  await Promise.race([goodbye.catch(() => undefined), silence]);
  clearTimeout(timer);
}
