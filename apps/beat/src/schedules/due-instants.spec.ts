import { dueInstants } from './due-instants.js';
import { Recurrence } from './recurrence.js';

const plan = (cron: string, firstDue: string, now: string) => {
  const { fire, next, missed } = dueInstants(new Recurrence(cron, 'UTC'), new Date(firstDue), new Date(now));
  return { fire: fire.map((at) => at.toISOString()), next: next.toISOString(), missed };
};

it('fires what is due now', () => {
  expect(plan('* * * * *', '2026-05-01T10:00:00Z', '2026-05-01T10:00:00.004Z')).toEqual({
    fire: ['2026-05-01T10:00:00.000Z'],
    next: '2026-05-01T10:01:00.000Z',
    missed: false,
  });
});

it('loses no instant of the last minute, as a change of leader needs it', () => {
  const { fire, missed } = plan('*/10 * * * * *', '2026-05-01T10:00:00Z', '2026-05-01T10:00:45Z');
  expect(fire).toHaveLength(5);
  expect(missed).toBe(false);
});

it('fires each instant of the last minute after a long outage, and none before it', () => {
  const { fire, missed } = plan('* * * * * *', '2026-01-01T00:00:00Z', '2026-05-01T10:00:00.500Z');
  expect(fire).toHaveLength(60);
  expect(fire[0]).toBe('2026-05-01T09:59:01.000Z');
  expect(missed).toBe(true);
});

it.each([
  ['0 * * * *', '2026-05-01T04:00:00Z', '2026-05-01T10:17:00Z', '2026-05-01T10:00:00.000Z', true],
  ['0 2 * * *', '2026-05-01T02:00:00Z', '2026-05-01T10:00:00Z', '2026-05-01T02:00:00.000Z', false],
  ['0 2 * * *', '2026-04-01T02:00:00Z', '2026-05-01T10:00:00Z', '2026-05-01T02:00:00.000Z', true],
  ['0 0 1 * *', '2026-01-01T00:00:00Z', '2026-05-20T10:00:00Z', '2026-05-01T00:00:00.000Z', true],
  ['0 0 1 1 *', '2020-01-01T00:00:00Z', '2026-05-20T10:00:00Z', '2026-01-01T00:00:00.000Z', true],
  ['0 0 29 2 *', '2024-02-29T00:00:00Z', '2026-05-20T10:00:00Z', '2024-02-29T00:00:00.000Z', false],
])('fires %s once after an outage', (cron, firstDue, now, expected, missed) => {
  expect(plan(cron, firstDue, now)).toMatchObject({ fire: [expected], missed });
});
