import { mulberry32 } from './mulberry32.js';

describe('mulberry32', () => {
  it('is the published generator', () => {
    const random = mulberry32(0);
    expect([random.next(), random.next()].map((n) => Math.round(n * 1e6))).toEqual([266_429, 330]);
  });

  it('gives the same choices for the same seed', () => {
    const choices = (seed: number) => {
      const random = mulberry32(seed);
      return [
        random.between(1, 6),
        random.pick(['a', 'b', 'c']),
        random.shuffle([1, 2, 3, 4, 5]),
        random.chance(0.5),
      ];
    };
    expect(choices(7)).toEqual(choices(7));
    expect(Array.from({ length: 20 }, (_, seed) => choices(seed))).not.toEqual(
      Array.from({ length: 20 }, (_, seed) => choices(seed + 1)),
    );
  });

  it('stays within its bounds', () => {
    const random = mulberry32(1);
    const dice = Array.from({ length: 2_000 }, () => random.between(1, 6));
    expect([...new Set(dice)].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
