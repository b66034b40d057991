import { instantOf } from './instant-of.js';

const DAY = '2030-01-31';

it('gives back what has the stored form already', () => {
  for (const time of ['00:00:00.000', '23:59:59.999', '08:30:00.001'])
    expect(instantOf(`${DAY}T${time}Z`)).toBe(`${DAY}T${time}Z`);
});

it.each([
  [`${DAY}T08:00:00+08:00`, `${DAY}T00:00:00.000Z`],
  [`${DAY}T08:00:00Z`, `${DAY}T08:00:00.000Z`],
  [`${DAY}T24:00:00.000Z`, '2030-02-01T00:00:00.000Z'],
])('brings %s into that form', (text, iso) => {
  instantOf(`${DAY}T00:00:00.000Z`);
  expect(instantOf(text)).toBe(iso);
});

it.each([
  '',
  'yesterday',
  `${DAY}T25:00:00.000Z`,
  `${DAY}T00:60:00.000Z`,
  `${DAY}x00:00:00.000Z`,
  '2030-13-01T00:00:00.000Z',
  '+012345-01-01T00:00:00Z',
])('refuses "%s", also after a good one of that day', (text) => {
  instantOf(`${DAY}T00:00:00.000Z`);
  expect(instantOf(text)).toBeUndefined();
});
