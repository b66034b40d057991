import type { Progress } from '@celerity/contracts';
import { ProgressReporter } from './progress-reporter.js';

describe('ProgressReporter', () => {
  let sent: Progress[];
  let reporter: ProgressReporter;

  beforeEach(() => {
    jest.useFakeTimers();
    sent = [];
    reporter = new ProgressReporter((progress) => sent.push(progress));
  });

  afterEach(() => jest.useRealTimers());

  it('sends the first at once and then the latest, five times a second at most', () => {
    for (let n = 1; n <= 100; n += 1) {
      reporter.report(n, 100, `bill ${n}`);
      jest.advanceTimersByTime(10);
    }
    jest.advanceTimersByTime(1_000);
    expect(sent[0]).toEqual({ current: 1, total: 100, percent: 1, description: 'bill 1' });
    expect(sent.at(-1)).toEqual({ current: 100, total: 100, percent: 100, description: 'bill 100' });
    expect(sent).toHaveLength(6);
  });

  it('keeps the percentage in bounds', () => {
    reporter.report(3, 2);
    expect(sent[0]?.percent).toBe(100);
    new ProgressReporter((progress) => sent.push(progress)).report(1, 0);
    expect(sent[1]?.percent).toBe(0);
  });

  it('says nothing after it was stopped', () => {
    reporter.report(1, 2);
    reporter.report(2, 2);
    reporter.stop();
    jest.advanceTimersByTime(1_000);
    expect(sent).toHaveLength(1);
    reporter.report(2, 2); // by code that nobody waits for any more
    expect(sent).toHaveLength(1);
  });

  it('keeps a description that cannot be written from ending the process by its timer', () => {
    const circular: Record<string, unknown> = { toJSON: () => JSON.stringify(10n) };
    reporter.report(1, 3, 'fine');
    reporter.report(2, 3, circular as unknown as string);
    reporter.report(2, 3, Object.create(null) as string);
    jest.advanceTimersByTime(1_000);
    expect(sent.map(({ description }) => description)).toEqual(['fine', '[no text]']);
  });

  it('keeps no more than a line of a description, and says so', () => {
    reporter.report(1, 2, 'x'.repeat(100_000));
    expect(sent[0]?.description).toBe(`${'x'.repeat(1_024)}… [cut: 100000 characters]`);
  });
});
