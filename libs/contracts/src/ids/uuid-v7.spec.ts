import { validate, version } from 'uuid';
import { uuidV7 } from './uuid-v7.js';

describe('uuidV7', () => {
  it('makes valid, different ids', () => {
    const ids = Array.from({ length: 10_000 }, () => uuidV7());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  });

  it('sorts them in the order of their making, also in one millisecond and when the clock goes back', () => {
    const ahead = Date.now() + 60_000;
    const ids = [
      ...Array.from({ length: 1_000 }, () => uuidV7(ahead)),
      uuidV7(ahead - 5_000),
      uuidV7(ahead + 1),
    ];
    expect([...ids].sort()).toEqual(ids);
  });

  it('shares no random part between two ids of one millisecond', () => {
    const ahead = Date.now() + 120_000;
    const tails = Array.from({ length: 1_000 }, () => uuidV7(ahead).slice(-10));
    expect(new Set(tails).size).toBe(tails.length);
  });
});
