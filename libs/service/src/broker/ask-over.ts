import { type ClientProxy, RmqRecordBuilder } from '@nestjs/microservices';
import { firstValueFrom, take, timeout } from 'rxjs';

/** While the broker takes no messages (an alarm of its memory or disk), a question would only fill our memory. */
export class QuestionsBlocked extends Error {
  override readonly name = 'QuestionsBlocked';
}

/**
 * Asks one question over a request/reply transport and resolves with the answer.
 * Rejects with whatever the other side threw, or the transport's error when there is no answer in `waitMs`.
 * @throws QuestionsBlocked at once while the broker blocks the transport's connection
 */
export async function askOver<Answer>(
  transport: ClientProxy,
  pattern: string,
  query: object,
  waitMs: number,
): Promise<Answer> {
  if (isBlocked(transport)) throw new QuestionsBlocked('the broker is blocked by an alarm');
  // A question that nobody waits for any more must not wait in the queue either.
  const record = new RmqRecordBuilder(query).setOptions({ expiration: waitMs, persistent: false }).build();
  return firstValueFrom(transport.send<Answer>(pattern, record).pipe(timeout(waitMs)));
}

function isBlocked(transport: ClientProxy): boolean {
  let last: string | undefined;
  // The newest status is there at once, or none is.
  transport.status
    .pipe(take(1))
    .subscribe((status: string) => (last = status))
    .unsubscribe();
  return last === 'blocked';
}
