import { CronExpressionParser } from 'cron-parser';
import { InvalidSchedule } from './invalid-schedule.js';
import { Recurrence } from './recurrence.js';

/** Cron, zone, an instant, and the instants that follow it, all written by hand. */
type Row = readonly [cron: string, zone: string, from: string, expected: readonly string[]];

const ORDINARY: readonly Row[] = [
  ['* * * * *', 'Asia/Shanghai', '2026-05-01T00:00:30Z', ['2026-05-01T00:01:00Z', '2026-05-01T00:02:00Z']],
  ['* * * * * *', 'UTC', '2026-05-01T00:00:30.250Z', ['2026-05-01T00:00:31Z', '2026-05-01T00:00:32Z']],
  ['0 2 * * *', 'Asia/Shanghai', '2026-05-01T00:00:00Z', ['2026-05-01T18:00:00Z', '2026-05-02T18:00:00Z']],
  ['0 10 * * 1', 'Asia/Shanghai', '2026-05-01T00:00:00Z', ['2026-05-04T02:00:00Z', '2026-05-11T02:00:00Z']],
  ['0 0 1 * *', 'Asia/Shanghai', '2026-12-15T00:00:00Z', ['2026-12-31T16:00:00Z', '2027-01-31T16:00:00Z']],
  ['0 0 29 2 *', 'UTC', '2026-03-01T00:00:00Z', ['2028-02-29T00:00:00Z', '2032-02-29T00:00:00Z']],
  ['59 59 23 31 12 *', 'UTC', '2026-12-31T23:59:58Z', ['2026-12-31T23:59:59Z', '2027-12-31T23:59:59Z']],
];

/** Leap days and year ends, far from UTC. Lord Howe is 11 hours ahead in its summer. */
const CALENDAR: readonly Row[] = [
  ['0 0 29 2 *', 'Asia/Shanghai', '2027-01-01T00:00:00Z', ['2028-02-28T16:00:00Z', '2032-02-28T16:00:00Z']],
  ['0 0 L 2 *', 'Asia/Shanghai', '2027-01-01T00:00:00Z', ['2027-02-27T16:00:00Z', '2028-02-28T16:00:00Z']],
  ['0 0 1 1 *', 'Asia/Shanghai', '2026-12-31T15:59:59Z', ['2026-12-31T16:00:00Z', '2027-12-31T16:00:00Z']],
  ['0 0 1 1 *', 'America/New_York', '2026-12-31T00:00:00Z', ['2027-01-01T05:00:00Z', '2028-01-01T05:00:00Z']],
  [
    '0 0 1 1 *',
    'Australia/Lord_Howe',
    '2026-06-01T00:00:00Z',
    ['2026-12-31T13:00:00Z', '2027-12-31T13:00:00Z'],
  ],
];

const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';
const SHANGHAI = 'Asia/Shanghai';

/** Berlin, 29 March 2026: 01:59:59 (00:59:59Z) is followed by 03:00:00. New York, 8 March: 01:59:59 (06:59:59Z). */
const GAP: readonly Row[] = [
  ['30 2 * * *', BERLIN, '2026-03-28T12:00:00Z', ['2026-03-29T01:00:00Z', '2026-03-30T00:30:00Z']],
  ['0 2 * * *', BERLIN, '2026-03-28T12:00:00Z', ['2026-03-29T01:00:00Z', '2026-03-30T00:00:00Z']],
  ['0 3 * * *', BERLIN, '2026-03-28T12:00:00Z', ['2026-03-29T01:00:00Z', '2026-03-30T01:00:00Z']],
  ['15,45 2 * * *', BERLIN, '2026-03-28T12:00:00Z', ['2026-03-29T01:00:00Z', '2026-03-30T00:15:00Z']],
  ['30 2 * * 0', BERLIN, '2026-03-28T12:00:00Z', ['2026-03-29T01:00:00Z', '2026-04-05T00:30:00Z']],
  ['30 * * * *', BERLIN, '2026-03-29T00:00:00Z', ['2026-03-29T00:30:00Z', '2026-03-29T01:30:00Z']],
  ['*/20 * * * *', BERLIN, '2026-03-29T00:40:00Z', ['2026-03-29T01:00:00Z', '2026-03-29T01:20:00Z']],
  ['30 2 * * *', NEW_YORK, '2026-03-07T12:00:00Z', ['2026-03-08T07:00:00Z', '2026-03-09T06:30:00Z']],
  ['*/30 * * * *', NEW_YORK, '2026-03-08T06:30:00Z', ['2026-03-08T07:00:00Z', '2026-03-08T07:30:00Z']],
  // Lord Howe moves by half an hour: 4 October 2026, 01:59:59 (15:29:59Z the day before) to 02:30:00.
  [
    '15 2 * * *',
    'Australia/Lord_Howe',
    '2026-10-03T00:00:00Z',
    ['2026-10-03T15:30:00Z', '2026-10-04T15:15:00Z'],
  ],
  // Shanghai last moved its clocks in 1991: 14 April, 01:59:59 (17:59:59Z the day before) to 03:00:00.
  ['30 2 * * *', SHANGHAI, '1991-04-13T00:00:00Z', ['1991-04-13T18:00:00Z', '1991-04-14T17:30:00Z']],
];

/** Berlin, 25 October 2026: 02:59:59 (00:59:59Z) is followed by 02:00:00. New York, 1 November: 01:59:59 (05:59:59Z). */
const REPEAT: readonly Row[] = [
  ['30 2 * * *', BERLIN, '2026-10-24T12:00:00Z', ['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z']],
  ['0 2 * * *', BERLIN, '2026-10-24T12:00:00Z', ['2026-10-25T00:00:00Z', '2026-10-26T01:00:00Z']],
  ['0 3 * * *', BERLIN, '2026-10-24T12:00:00Z', ['2026-10-25T02:00:00Z', '2026-10-26T02:00:00Z']],
  ['0,30 2,3 * * *', BERLIN, '2026-10-25T00:00:00Z', ['2026-10-25T00:30:00Z', '2026-10-25T02:00:00Z']],
  [
    '30 * * * *',
    BERLIN,
    '2026-10-25T00:00:00Z',
    ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'],
  ],
  ['30 1 * * *', NEW_YORK, '2026-10-31T12:00:00Z', ['2026-11-01T05:30:00Z', '2026-11-02T06:30:00Z']],
  [
    '*/30 * * * *',
    NEW_YORK,
    '2026-11-01T05:15:00Z',
    ['2026-11-01T05:30:00Z', '2026-11-01T06:00:00Z', '2026-11-01T06:30:00Z', '2026-11-01T07:00:00Z'],
  ],
  // From within the second showing of the hour, as after a restart.
  ['30 2 * * *', BERLIN, '2026-10-25T01:10:00Z', ['2026-10-26T01:30:00Z']],
  ['30 1 * * *', NEW_YORK, '2026-11-01T06:29:00Z', ['2026-11-02T06:30:00Z']],
  [
    '45 1 * * *',
    'Australia/Lord_Howe',
    '2026-04-04T14:00:00Z',
    ['2026-04-04T14:45:00Z', '2026-04-05T15:15:00Z'],
  ],
  // 15 September 1991, 01:59:59 in summer time (16:59:59Z the day before) to 01:00:00.
  ['30 1 * * *', SHANGHAI, '1991-09-14T00:00:00Z', ['1991-09-14T16:30:00Z', '1991-09-15T17:30:00Z']],
];

describe.each([
  ['on ordinary days', ORDINARY],
  ['on leap days and at year ends', CALENDAR],
  ['when the clocks skip an hour', GAP],
  ['when the clocks repeat an hour', REPEAT],
])('%s', (_, rows) => {
  it.each(rows)('%s in %s after %s', (cron, zone, from, expected) => {
    const recurrence = new Recurrence(cron, zone);
    let at = new Date(from);
    const instants = expected.map(() => (at = recurrence.after(at)));
    expect(instants).toEqual(expected.map((instant) => new Date(instant)));
  });
});

it.each([
  [BERLIN, '2026-03-28T20:00:00Z'],
  [BERLIN, '2026-10-24T20:00:00Z'],
  [NEW_YORK, '2026-03-08T00:00:00Z'],
  [NEW_YORK, '2026-10-31T23:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T08:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T08:00:00Z'],
])('gives the same instants from wherever it is asked (%s, %s)', (zone, start) => {
  const begin = Date.parse(start);
  for (const cron of ['30 2 * * *', '*/20 1,2,3 * * *', '*/30 * * * *', '15 */2 * * *', '0 0 * * *']) {
    const recurrence = new Recurrence(cron, zone);
    const sequence: number[] = [];
    for (
      let at = recurrence.after(new Date(begin));
      at.getTime() < begin + 14 * 3_600_000;
      at = recurrence.after(at)
    ) {
      sequence.push(at.getTime());
    }
    expect(sequence).toEqual([...new Set(sequence)].sort((a, b) => a - b));
    for (let from = begin; from < (sequence.at(-1) ?? 0); from += 7 * 60_000 + 311) {
      expect(recurrence.after(new Date(from)).getTime()).toBe(sequence.find((instant) => instant > from));
    }
  }
});

it('agrees with cron-parser where no clock is moved', () => {
  for (const cron of ['*/7 3-5 * * *', '0 12 L * *', '0 9 * * 1#2', '15 10 1,15 * 5', '30 */5 * 6 *']) {
    const theirs = CronExpressionParser.parse(cron, {
      tz: 'Asia/Shanghai',
      currentDate: '2026-01-10T00:00:00Z',
    });
    let at = new Date('2026-01-10T00:00:00Z');
    for (const expected of theirs.take(20)) {
      at = new Recurrence(cron, 'Asia/Shanghai').after(at);
      expect(at).toEqual(expected.toDate());
    }
  }
});

it.each([
  ['* * *', 'UTC', 'needs 5 or 6 fields'],
  ['@hourly', 'UTC', 'needs 5 or 6 fields'],
  ['', 'UTC', 'needs 5 or 6 fields'],
  ['* * * * * * *', 'UTC', 'needs 5 or 6 fields'],
  ['H * * * *', 'UTC', 'H is not supported'],
  ['99 * * * *', 'UTC', 'expected range 0-59'],
  ['*/0 * * * *', 'UTC', 'cannot repeat at every 0'],
  ['0 0 31 2 *', 'UTC', 'day of month'],
  ['* * * * *', 'Mars/Olympus', 'not an IANA time zone'],
])('refuses %p in %s: %s', (cron, zone, reason) => {
  expect(() => new Recurrence(cron, zone)).toThrow(InvalidSchedule);
  expect(() => new Recurrence(cron, zone)).toThrow(reason);
});

it.each([
  ['very many values', `${Array(20_000).fill('*').join()} * * * *`],
  ['very many steps', `${'0-59/1,'.repeat(5_000)}0 * * * *`],
  ['a very long field', '*'.repeat(100_000)],
  ['very many fields', '* '.repeat(100_000)],
  ['a range beyond all clocks', '0-999999999 * * * *'],
  ['a day that no month of its list has', '0 0 31 2,4,6,9,11 *'],
])('refuses %s within milliseconds', (_, cron) => {
  const times = [1, 2, 3].map(() => {
    const begun = performance.now();
    expect(() => new Recurrence(cron, 'UTC')).toThrow(InvalidSchedule);
    return performance.now() - begun;
  });
  // The best of three: this machine may be busy with something else.
  expect(Math.min(...times)).toBeLessThan(50);
});
