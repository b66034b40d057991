import { dueInstants, type Misfire } from './due-instants.js';
import { Recurrence } from './recurrence.js';

const ONCE: Misfire = { policy: 'fire_once', max: 1 };

const plan = (cron: string, firstDue: string, now: string, misfire = ONCE) => {
  const calendar = new Recurrence(cron, 'UTC');
  const { fire, next, missed } = dueInstants(calendar, new Date(firstDue), new Date(now), misfire);
  return { fire: fire.map((at) => at.toISOString()), next: next?.toISOString(), missed };
};

it('fires what is due now', () => {
  expect(plan('* * * * *', '2026-05-01T10:00:00Z', '2026-05-01T10:00:00.004Z')).toEqual({
    fire: ['2026-05-01T10:00:00.000Z'],
    next: '2026-05-01T10:01:00.000Z',
    missed: 0,
  });
});

it('loses no instant of the last minute, as a change of leader needs it', () => {
  const { fire, missed } = plan('*/10 * * * * *', '2026-05-01T10:00:00Z', '2026-05-01T10:00:45Z');
  expect(fire).toHaveLength(5);
  expect(missed).toBe(0);
});

it('fires each instant of the last minute after a long outage, and none before it', () => {
  const { fire, missed } = plan('* * * * * *', '2026-01-01T00:00:00Z', '2026-05-01T10:00:00.500Z');
  expect(fire).toHaveLength(60);
  expect(fire[0]).toBe('2026-05-01T09:59:01.000Z');
  expect(missed).toBe(1_000);
});

it.each([
  ['0 * * * *', '2026-05-01T04:00:00Z', '2026-05-01T10:17:00Z', '2026-05-01T10:00:00.000Z', 6],
  ['0 2 * * *', '2026-05-01T02:00:00Z', '2026-05-01T10:00:00Z', '2026-05-01T02:00:00.000Z', 0],
  ['0 2 * * *', '2026-04-01T02:00:00Z', '2026-05-01T10:00:00Z', '2026-05-01T02:00:00.000Z', 30],
  ['0 0 1 * *', '2026-01-01T00:00:00Z', '2026-05-20T10:00:00Z', '2026-05-01T00:00:00.000Z', 4],
  ['0 0 1 1 *', '2020-01-01T00:00:00Z', '2026-05-20T10:00:00Z', '2026-01-01T00:00:00.000Z', 6],
  ['0 0 29 2 *', '2024-02-29T00:00:00Z', '2026-05-20T10:00:00Z', '2024-02-29T00:00:00.000Z', 0],
])('fires %s once after an outage', (cron, firstDue, now, expected, missed) => {
  expect(plan(cron, firstDue, now)).toMatchObject({ fire: [expected], missed });
});

it.each([
  ['skip', 1, [], 6],
  ['fire_once', 1, ['10:00'], 5],
  ['fire_all', 4, ['07:00', '08:00', '09:00', '10:00'], 2],
  ['fire_all', 100, ['05:00', '06:00', '07:00', '08:00', '09:00', '10:00'], 0],
] as const)('makes up for what was missed as %s (%i) says', (policy, max, fired, missed) => {
  expect(plan('0 * * * *', '2026-05-01T05:00:00Z', '2026-05-01T10:17:00Z', { policy, max })).toEqual({
    fire: fired.map((time) => `2026-05-01T${time}:00.000Z`),
    next: '2026-05-01T11:00:00.000Z',
    missed,
  });
});

it('makes up for the latest of very many without going through all', () => {
  const { fire } = plan('* * * * * *', '2024-01-01T00:00:00Z', '2026-05-01T10:00:00.500Z', {
    policy: 'fire_all',
    max: 1_000,
  });
  expect(fire).toHaveLength(1_060);
  expect(fire[0]).toBe('2026-05-01T09:42:21.000Z');
});
