import type { ReportKind } from '@celerity/contracts';
import { firstDayFrom, lastDayOf, PeriodNotOver, reportPeriod } from './report-period.js';

const SHANGHAI = 'Asia/Shanghai';
const NEW_YORK = 'America/New_York';

function span(kind: ReportKind, zone: string, now: string, periodStart?: string): [string, string] {
  const { start, end } = reportPeriod(kind, zone, new Date(now), periodStart);
  return [start.toISO({ suppressMilliseconds: true }), end.toISO({ suppressMilliseconds: true })];
}

describe('the last complete period', () => {
  it.each<[ReportKind, string, string, string]>([
    ['hourly', '2025-11-24T13:31:00+08:00', '2025-11-24T12:00:00+08:00', '2025-11-24T13:00:00+08:00'],
    ['hourly', '2025-11-24T13:00:00+08:00', '2025-11-24T12:00:00+08:00', '2025-11-24T13:00:00+08:00'],
    ['hourly', '2026-01-01T00:00:00+08:00', '2025-12-31T23:00:00+08:00', '2026-01-01T00:00:00+08:00'],
    ['daily', '2025-11-24T00:00:00+08:00', '2025-11-23T00:00:00+08:00', '2025-11-24T00:00:00+08:00'],
    ['daily', '2024-03-01T08:00:00+08:00', '2024-02-29T00:00:00+08:00', '2024-03-01T00:00:00+08:00'],
    ['weekly', '2025-11-24T10:00:00+08:00', '2025-11-17T00:00:00+08:00', '2025-11-24T00:00:00+08:00'],
    ['weekly', '2026-01-02T10:00:00+08:00', '2025-12-22T00:00:00+08:00', '2025-12-29T00:00:00+08:00'],
    ['monthly', '2026-01-01T00:00:00+08:00', '2025-12-01T00:00:00+08:00', '2026-01-01T00:00:00+08:00'],
    ['monthly', '2024-03-31T23:59:59+08:00', '2024-02-01T00:00:00+08:00', '2024-03-01T00:00:00+08:00'],
  ])('%s at %s is %s to %s', (kind, now, start, end) => {
    expect(span(kind, SHANGHAI, now)).toEqual([start, end]);
  });

  it('is counted in the zone, not in UTC', () => {
    // Already the first of the month in Shanghai, still the last in London.
    expect(span('monthly', SHANGHAI, '2025-11-30T16:00:00Z')[0]).toBe('2025-11-01T00:00:00+08:00');
    expect(span('monthly', 'Europe/London', '2025-11-30T16:00:00Z')[0]).toBe('2025-10-01T00:00:00+01:00');
  });
});

describe('a period that is asked for', () => {
  it('is local time in the zone unless it says otherwise', () => {
    const now = '2025-12-01T00:00:00Z';
    expect(span('hourly', SHANGHAI, now, '2025-11-24T13:00')[0]).toBe('2025-11-24T13:00:00+08:00');
    expect(span('hourly', SHANGHAI, now, '2025-11-24T13:00Z')[0]).toBe('2025-11-24T21:00:00+08:00');
    expect(span('monthly', SHANGHAI, now, '2024-02-01')).toEqual([
      '2024-02-01T00:00:00+08:00',
      '2024-03-01T00:00:00+08:00',
    ]);
  });

  it('must be over', () => {
    const now = '2025-11-24T13:31:00+08:00';
    expect(() => span('daily', SHANGHAI, now, '2025-11-24')).toThrow(PeriodNotOver);
    expect(() => span('daily', SHANGHAI, now, '2025-11-24')).toThrow(/is not over before 2025-11-25T00:00/);
    expect(span('daily', SHANGHAI, '2025-11-25T00:00:00+08:00', '2025-11-24')[0]).toMatch(/^2025-11-24/);
  });

  it('must be a time', () => {
    expect(() => span('daily', SHANGHAI, '2025-11-24T00:00:00Z', '2025-13-01')).toThrow('no such time');
    expect(() => span('daily', 'Mars/Olympus', '2025-11-24T00:00:00Z')).toThrow('no such time');
  });
});

describe('when the clocks change', () => {
  it('a day has 23 or 25 hours', () => {
    const now = '2025-12-01T00:00:00Z';
    expect(span('daily', NEW_YORK, now, '2025-03-09')).toEqual([
      '2025-03-09T00:00:00-05:00',
      '2025-03-10T00:00:00-04:00',
    ]);
    expect(span('daily', NEW_YORK, now, '2025-11-02')).toEqual([
      '2025-11-02T00:00:00-04:00',
      '2025-11-03T00:00:00-05:00',
    ]);
  });

  it.each([
    ['in autumn', '2025-11-02', 25],
    ['in spring', '2025-03-09', 23],
  ])('hours neither overlap nor leave a gap %s', (_season, day, hours) => {
    const { start, end } = reportPeriod('daily', NEW_YORK, new Date('2025-12-01T00:00:00Z'), day);
    const found: string[] = [];
    let at = end.toJSDate();
    while (at > start.toJSDate()) {
      const hour = reportPeriod('hourly', NEW_YORK, at);
      expect(hour.end.toMillis()).toBe(at.getTime());
      found.unshift(hour.start.toISO());
      at = hour.start.toJSDate();
    }
    expect(at).toEqual(start.toJSDate());
    expect(new Set(found).size).toBe(hours);
  });

  it('a day may begin at one in the morning', () => {
    const cairo = span('daily', 'Africa/Cairo', '2025-12-01T00:00:00Z', '2025-04-25');
    expect(cairo).toEqual(['2025-04-25T01:00:00+03:00', '2025-04-26T00:00:00+03:00']);
  });
});

describe('days of a period', () => {
  it('each belong to the hour in which they begin', () => {
    const now = new Date('2025-12-01T00:00:00Z');
    const first = reportPeriod('hourly', SHANGHAI, now, '2025-11-24T00:00');
    expect([firstDayFrom(first.start), firstDayFrom(first.end)]).toEqual(['2025-11-24', '2025-11-25']);
    const second = reportPeriod('hourly', SHANGHAI, now, '2025-11-24T01:00');
    expect([firstDayFrom(second.start), firstDayFrom(second.end)]).toEqual(['2025-11-25', '2025-11-25']);
  });

  it('end with the one of the last instant', () => {
    const now = new Date('2025-12-01T00:00:00Z');
    expect(lastDayOf(reportPeriod('monthly', SHANGHAI, now, '2024-02-01'))).toBe('2024-02-29');
    expect(lastDayOf(reportPeriod('hourly', SHANGHAI, now, '2025-11-24T23:00'))).toBe('2025-11-24');
  });
});
