import { parseStartOptions } from './start-options.ts';

describe('the options of npm start', () => {
  it('are --once and --help', () => {
    expect(parseStartOptions([])).toEqual({ once: false, help: false });
    expect(parseStartOptions(['--once'])).toEqual({ once: true, help: false });
  });

  it.each([[['--onec']], [['once']]])('and nothing else: %j', (args) => {
    expect(() => parseStartOptions(args)).toThrow(/--onec|once/);
  });
});
