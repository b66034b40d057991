import { FixtureConfig } from '../testing/service-fixture.js';
import { describeSettings } from './describe-settings.js';

it('names every setting, its own and those of every service, once', () => {
  const settings = describeSettings(FixtureConfig);
  const names = settings.map(({ variable }) => variable);
  expect(names).toEqual(expect.arrayContaining(['AMQP_URL', 'ANSWER', 'DATABASE_URL', 'LOG_LEVEL']));
  expect(new Set(names).size).toBe(names.length);
});

it('tells defaults, also where a service has another than the rest', () => {
  const settings = Object.fromEntries(describeSettings(FixtureConfig).map((s) => [s.variable, s.default]));
  expect(settings).toMatchObject({ ANSWER: 42, PORT: 0, LOG_LEVEL: 'info', AMQP_URL: null });
});

it('tells what a service cannot do without', () => {
  const required = describeSettings(FixtureConfig).filter((setting) => setting.required);
  expect(required.map(({ variable }) => variable)).toEqual(['AMQP_URL', 'DATABASE_URL']);
});
