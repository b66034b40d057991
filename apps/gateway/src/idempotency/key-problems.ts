import { ProblemException, TryAgainLater } from '../http/problem-exception.js';

/** The key stands for something else already. */
export function keyReused(): ProblemException {
  return new ProblemException(422, {
    kind: 'idempotency-key-reused',
    title: 'Unprocessable Content',
    detail: 'This Idempotency-Key was used for another request before; nothing was sent. Use a new key.',
    errors: [{ field: 'Idempotency-Key', message: 'was used with another body' }],
  });
}

/** Another request with the key is on its way, and takes long. */
export function stillBeingSent(): TryAgainLater {
  return new TryAgainLater(
    'being-sent',
    'A request with this Idempotency-Key is being answered just now. Send it again in a moment to see its answer.',
  );
}
