import { timingOf } from './submission-timing.js';

const now = new Date('2030-01-01T00:00:00Z');
const timing = (fields: object) => timingOf({ task_name: 't', ...fields }, now);
const fieldsOf = (fields: object) => timing(fields).problems.map(({ field }) => field);

describe('timingOf', () => {
  it.each([
    [{}, null],
    [{ countdown: 0 }, null],
    [{ countdown: 1.5 }, '2030-01-01T00:00:01.500Z'],
    [{ delay: 60 }, '2030-01-01T00:01:00.000Z'],
    [{ eta: '2030-01-01T09:00:00+08:00' }, '2030-01-01T01:00:00.000Z'],
    [{ eta: '2029-12-31T23:00:00Z' }, null],
  ])('%j is due %s', (fields, due) => {
    const { eta, problems } = timing(fields);
    expect(eta?.toISOString() ?? null).toBe(due);
    expect(problems).toEqual([]);
  });

  it('takes one way to delay only', () => {
    expect(fieldsOf({ countdown: 1, delay: 1, eta: '2030-01-02T00:00:00Z' })).toEqual(['delay', 'eta']);
  });

  it('goes a year ahead and no further', () => {
    expect(fieldsOf({ eta: '2030-12-31T00:00:00Z' })).toEqual([]);
    expect(fieldsOf({ eta: '2031-02-01T00:00:00Z' })).toEqual(['eta']);
  });

  it('wants the expiry in the future, and after the task is due', () => {
    expect(fieldsOf({ expires: '2030-01-01T00:00:00Z' })).toEqual(['expires']);
    expect(fieldsOf({ expires: '2030-01-01T00:00:10Z', countdown: 10 })).toEqual(['expires']);
    expect(fieldsOf({ expires: '2030-01-01T00:00:11Z', countdown: 10 })).toEqual([]);
  });
});
