import { parseSeedOptions } from './seed-options.js';

describe('parseSeedOptions', () => {
  it('has defaults', () => {
    expect(parseSeedOptions([])).toEqual({ dueAgain: 0, today: null });
  });

  it('reads its options', () => {
    expect(parseSeedOptions(['--due-again', '5', '--today=2024-02-29'])).toEqual({
      dueAgain: 5,
      today: '2024-02-29',
    });
  });

  it.each([
    [['--nope'], /--nope/],
    [['stray'], /stray/],
    [['--due-again', 'many'], /number of bills, not "many"/],
    [['--due-again', '-1'], /due-again/],
    [['--today', '2025-02-29'], /date that exists, YYYY-MM-DD, not "2025-02-29"/],
    [['--today', 'tomorrow'], /date that exists/],
  ])('refuses %j', (args, message) => {
    expect(() => parseSeedOptions(args)).toThrow(message);
  });
});
