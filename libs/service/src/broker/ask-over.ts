import { type ClientProxy, RmqRecordBuilder } from '@nestjs/microservices';
import { filter, firstValueFrom, map, merge, type Observable, timeout } from 'rxjs';

/** While the broker takes no messages (an alarm of its memory or disk), a question would only fill our memory. */
export class QuestionsBlocked extends Error {
  override readonly name = 'QuestionsBlocked';
}

/** The connection went while the question was on its way, and its answer with it. */
export class QuestionLost extends Error {
  override readonly name = 'QuestionLost';
}

/**
 * Asks one question over a request/reply transport and resolves with the answer.
 * Rejects with whatever the other side threw, or the transport's error when there is no answer in `waitMs`.
 * @throws QuestionsBlocked while the broker blocks the transport's connection, and as soon as it does; QuestionLost
 */
export async function askOver<Answer>(
  transport: ClientProxy,
  pattern: string,
  query: object,
  waitMs: number,
): Promise<Answer> {
  // A question that nobody waits for any more must not wait in the queue either.
  const record = new RmqRecordBuilder(query).setOptions({ expiration: waitMs, persistent: false }).build();
  const answer = transport.send<Answer>(pattern, record).pipe(timeout(waitMs));
  // The trouble comes first: nothing is sent when it is there already.
  return firstValueFrom(merge(troubleOf(transport), answer));
}

/** Fails as soon as no answer can come any more. The broker tells that it is blocked only when it is sent something. */
function troubleOf(transport: ClientProxy): Observable<never> {
  let earlier: string | undefined;
  return transport.status.pipe(
    filter((status: string) => {
      // One that has no connection now will have sent nothing by the time it has one.
      const told = status === 'blocked' || (status === 'disconnected' && earlier !== undefined);
      earlier = status;
      return told;
    }),
    map((status): never => {
      if (status === 'blocked') throw new QuestionsBlocked('the broker is blocked by an alarm');
      throw new QuestionLost('the connection to the broker was lost before the answer came');
    }),
  );
}
