import { ClientProxy } from '@nestjs/microservices';
import { askOver, QuestionLost, QuestionsBlocked } from './ask-over.js';

/** A transport that answers each question with itself, and is told its state. */
class Echo extends ClientProxy {
  asked = 0;
  silent = false;

  become(status: string): void {
    this._status$.next(status);
  }

  override connect = () => Promise.resolve();
  override close = () => undefined;
  override unwrap<T>(): T {
    return undefined as T;
  }

  protected override publish(
    packet: { data: unknown },
    callback: (answer: { response: unknown; isDisposed: boolean }) => void,
  ): () => void {
    this.asked += 1;
    if (!this.silent) callback({ response: packet.data, isDisposed: true });
    return () => undefined;
  }

  protected override dispatchEvent = <T>() => Promise.resolve(undefined as T);
}

it('asks nothing while the broker blocks the connection, and asks again afterwards', async () => {
  const transport = new Echo();
  const ask = () => askOver(transport, 'pattern', { a: 1 }, 1_000);
  await expect(ask()).resolves.toBeDefined();
  transport.become('connected');
  await expect(ask()).resolves.toBeDefined();
  transport.become('blocked');
  await expect(ask()).rejects.toThrow(QuestionsBlocked);
  expect(transport.asked).toBe(2);
  for (const status of ['unblocked', 'disconnected']) {
    transport.become('blocked');
    transport.become(status);
    await expect(ask()).resolves.toBeDefined();
  }
});

it('waits no longer once the broker says that it is blocked, or the connection goes', async () => {
  const transport = new Echo();
  transport.silent = true;
  transport.become('connected');
  const blocked = askOver(transport, 'pattern', {}, 60_000);
  transport.become('blocked');
  await expect(blocked).rejects.toThrow(QuestionsBlocked);
  transport.become('connected');
  const lost = askOver(transport, 'pattern', {}, 60_000);
  transport.become('disconnected');
  await expect(lost).rejects.toThrow(QuestionLost);
  // What is asked without a connection leaves with the next one.
  const early = askOver(transport, 'pattern', {}, 50);
  transport.become('connected');
  await expect(early).rejects.toThrow(/Timeout/);
});
