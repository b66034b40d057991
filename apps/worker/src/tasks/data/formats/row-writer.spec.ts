import { Writable } from 'node:stream';
import { endOf, writeTo } from './row-writer.js';

const failing = () => {
  const out = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => void setImmediate(() => done(new Error('no space left'))),
  });
  out.on('error', () => undefined);
  return out;
};

describe('writing to a file that fails', () => {
  it('is heard of by who waits, and by who comes later', async () => {
    const out = failing();
    await expect(writeTo(out, 'long enough')).rejects.toThrow('no space left');
    await expect(writeTo(out, 'again')).rejects.toThrow('no space left');
    await expect(endOf(out)).rejects.toThrow('no space left');
  });
});
