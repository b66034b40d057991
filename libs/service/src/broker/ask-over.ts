import { type ClientProxy, RmqRecordBuilder } from '@nestjs/microservices';
import { firstValueFrom, timeout } from 'rxjs';

/**
 * Asks one question over a request/reply transport and resolves with the answer.
 * Rejects with whatever the other side threw, or the transport's error when there is no answer in `waitMs`.
 */
export function askOver<Answer>(
  transport: ClientProxy,
  pattern: string,
  query: object,
  waitMs: number,
): Promise<Answer> {
  // A question that nobody waits for any more must not wait in the queue either.
  const record = new RmqRecordBuilder(query).setOptions({ expiration: waitMs, persistent: false }).build();
  return firstValueFrom(transport.send<Answer>(pattern, record).pipe(timeout(waitMs)));
}
