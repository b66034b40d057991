import { Duplex } from 'node:stream';
import type { ChannelModel } from 'amqplib';
import { coalesceWrites } from './coalesce-writes.js';

/** A socket that keeps what reaches its system calls. */
function socket() {
  const calls: string[] = [];
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      calls.push(chunk.toString());
      done();
    },
    writev: (chunks, done) => {
      calls.push(chunks.map(({ chunk }) => String(chunk)).join(''));
      done();
    },
  });
  return { calls, stream, model: { connection: { stream } } as unknown as ChannelModel };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('coalesceWrites', () => {
  it('sends what is written in one go by one call, in order, before the next turn', async () => {
    const { calls, stream, model } = socket();
    coalesceWrites(model);
    for (const frame of ['a', 'b', 'c']) stream.write(frame);
    await nextTurn();
    expect(calls).toEqual(['abc']);
    stream.write('d');
    await nextTurn();
    expect(calls).toEqual(['abc', 'd']);
  });

  it('loses nothing at the end', async () => {
    const { calls, stream, model } = socket();
    coalesceWrites(model);
    stream.write('a');
    stream.end('b');
    await nextTurn();
    expect(calls.join('')).toBe('ab');
  });

  it('leaves a connection alone whose socket it does not find', () => {
    expect(() => coalesceWrites({ connection: {} } as unknown as ChannelModel)).not.toThrow();
  });
});
