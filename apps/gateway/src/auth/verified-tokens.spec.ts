import { VerifiedTokens } from './verified-tokens.js';

const principal = { name: 'ann', role: 'operator' } as const;

describe('VerifiedTokens', () => {
  const tokens = new VerifiedTokens();

  it('knows a token for a while, and then wants it checked again', () => {
    tokens.remember('Bearer a', principal, 3_600_000, 0);
    expect(tokens.find('Bearer a', 29_999)).toBe(principal);
    expect(tokens.find('Bearer a', 30_000)).toBeNull();
    expect(tokens.find('Bearer a', 0)).toBeNull();
  });

  it('never knows one beyond its own end', () => {
    tokens.remember('Bearer b', principal, 5_000, 0);
    expect(tokens.find('Bearer b', 4_999)).toBe(principal);
    expect(tokens.find('Bearer b', 5_000)).toBeNull();
  });

  it('knows only exactly what was checked', () => {
    tokens.remember('Bearer c', principal, 60_000, 0);
    expect(tokens.find('bearer c', 1)).toBeNull();
    expect(tokens.find(undefined, 1)).toBeNull();
  });

  it('stays bounded: the oldest goes first, and very long ones are not kept', () => {
    const bounded = new VerifiedTokens();
    for (let n = 0; n <= 10_000; n += 1) bounded.remember(`Bearer ${n}`, principal, 60_000, 0);
    bounded.remember(`Bearer ${'x'.repeat(2_048)}`, principal, 60_000, 0);
    expect(bounded.find('Bearer 0', 1)).toBeNull();
    expect(bounded.find('Bearer 1', 1)).toBe(principal);
    expect(bounded.find(`Bearer ${'x'.repeat(2_048)}`, 1)).toBeNull();
  });
});
