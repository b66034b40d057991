import type { Duplex } from 'node:stream';
import type { ChannelModel } from 'amqplib';

/**
 * Lets everything that amqplib writes in one go leave by one system call. It writes frame by frame, and under load
 * that call costs more than making the frame. Nothing waits for it: the socket is corked for the rest of the tick.
 */
export function coalesceWrites(model: ChannelModel): void {
  // Not in amqplib's types. Without it frames leave one by one, as amqplib sends them.
  const { stream } = model.connection as unknown as { stream?: Duplex };
  if (!stream) return;
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  let corked = false;
  const uncork = () => {
    corked = false;
    stream.uncork();
  };
  stream.write = (...args: unknown[]): boolean => {
    if (!corked) {
      corked = true;
      stream.cork();
      process.nextTick(uncork);
    }
    return write(...args);
  };
}
