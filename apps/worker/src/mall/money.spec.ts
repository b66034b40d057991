import { amountOf, fenOf, formatAmount, sumOf } from './money.js';

describe('money', () => {
  it('is exact where floats are not', () => {
    expect(sumOf(Array.from({ length: 1000 }, () => '0.10'))).toBe('100.00');
    expect(sumOf(['99999999999999.99', '0.01'])).toBe('100000000000000.00');
    expect(sumOf([])).toBe('0.00');
    expect(sumOf(['-0.05', '0.02'])).toBe('-0.03');
  });

  it.each(['1', '1.5', '1.234', 'x', '', '1e3', '１.００'])('refuses "%s"', (text) => {
    expect(() => fenOf(text)).toThrow('two decimals');
  });

  it('goes there and back', () => {
    for (const amount of ['0.00', '0.07', '12.30', '-4.05', '123456789.01']) {
      expect(amountOf(fenOf(amount))).toBe(amount);
    }
  });

  it('is written with thousands separators', () => {
    expect(['0.05', '999.00', '1000.00', '1234567.89'].map(formatAmount)).toEqual([
      '¥0.05',
      '¥999.00',
      '¥1,000.00',
      '¥1,234,567.89',
    ]);
  });
});
