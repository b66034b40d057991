import { ClientProxy } from '@nestjs/microservices';
import { askOver, QuestionsBlocked } from './ask-over.js';

/** A transport that answers each question with itself, and is told its state. */
class Echo extends ClientProxy {
  asked = 0;

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
    callback({ response: packet.data, isDisposed: true });
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
