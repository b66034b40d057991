import type { Reader } from './counting-proxy.ts';

/** How long the packet is that begins here; null when its head is not complete yet. */
type LengthOf = (data: Buffer, at: number) => number | null;

/** Cuts a stream of bytes into packets; the first may be of another kind than all that follow. */
export function packets(first: LengthOf | null, rest: LengthOf, onPacket: (packet: Buffer) => void): Reader {
  let kept: Buffer = Buffer.alloc(0);
  let lengthOf = first ?? rest;
  return (chunk) => {
    kept = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    let at = 0;
    for (;;) {
      const length = lengthOf(kept, at);
      if (length === null || at + length > kept.length) break;
      if (lengthOf === rest) onPacket(kept.subarray(at, at + length));
      lengthOf = rest;
      at += length;
    }
    kept = kept.subarray(at);
  };
}
