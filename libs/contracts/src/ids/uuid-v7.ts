import { v7 } from 'uuid';

const UUID_BYTES = 16;
/** Drawn for so many ids at once: a draw of its own costs more than the rest of an id. */
const POOL = new Uint8Array(UUID_BYTES * 256);
const MOST_IN_A_MILLISECOND = 2 ** 31;

let drawn = POOL.length;
let millisecond = 0;
let counter = 0;

/** A UUIDv7. Those made in one millisecond sort in the order of their making too (RFC 9562, 6.2, method 1). */
export function uuidV7(now = Date.now()): string {
  const random = nextRandom();
  if (now > millisecond) {
    millisecond = now;
    counter = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 2;
  } else counter += 1;
  if (counter >= MOST_IN_A_MILLISECOND) {
    millisecond += 1;
    counter = 0;
  }
  return v7({ random, msecs: millisecond, seq: counter });
}

function nextRandom(): Uint8Array {
  if (drawn === POOL.length) {
    crypto.getRandomValues(POOL);
    drawn = 0;
  }
  drawn += UUID_BYTES;
  return POOL.subarray(drawn - UUID_BYTES, drawn);
}
