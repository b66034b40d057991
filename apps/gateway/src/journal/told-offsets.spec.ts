import { ToldOffsets } from './told-offsets.js';

describe('ToldOffsets', () => {
  it('is newer than a view that has not projected the batch, and not than one that has', () => {
    const told = new ToldOffsets();
    told.tell('a', 7);
    told.tell('a', 5);
    expect([6, 7, 8].map((projected) => told.isNewer('a', projected))).toEqual([true, true, false]);
    expect(told.isNewer('b', 0)).toBe(false);
  });

  it('stays bounded: what was told long ago goes first', () => {
    const told = new ToldOffsets();
    told.tell('first', 1);
    for (let n = 0; n < 10_000; n += 1) told.tell(`t${n}`, 1);
    expect([told.isNewer('first', 0), told.isNewer('t0', 0)]).toEqual([false, true]);
  });
});
