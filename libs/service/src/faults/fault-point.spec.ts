import { ConfigError } from '../config/config-error.js';
import { loadConfig } from '../config/load-config.js';
import { ServiceConfig } from '../config/service-config.js';
import { armFaultPoint, faultPoint, InjectedFault } from './fault-point.js';

class Config extends ServiceConfig {
  override readonly PORT: number = 0;
}

const env = { AMQP_URL: 'amqp://u:p@localhost', DATABASE_URL: 'postgres://u:p@localhost/d' };

afterEach(() => armFaultPoint(undefined));

it('strikes at the nth passing of its place, once', () => {
  armFaultPoint('worker.after_effect:throw:2');
  faultPoint('worker.after_effect');
  faultPoint('worker.before_ack');
  expect(() => faultPoint('worker.after_effect')).toThrow(InjectedFault);
  expect(() => faultPoint('worker.after_effect')).not.toThrow();
});

it('does nothing when nothing is armed', () => {
  armFaultPoint(undefined);
  expect(() => faultPoint('worker.after_effect')).not.toThrow();
});

it.each(['worker', 'worker.x:explode:1', 'worker.x:kill9:0', 'worker.x:kill9'])('refuses %s', (setting) => {
  expect(() => loadConfig(Config, { ...env, FAULT_POINT: setting })).toThrow(/FAULT_POINT/);
});

it('is refused in production by name', () => {
  const production = { ...env, NODE_ENV: 'production', FAULT_POINT: 'worker.after_effect:kill9:1' };
  expect(() => loadConfig(Config, production)).toThrow(ConfigError);
  expect(() => loadConfig(Config, production)).toThrow(/FAULT_POINT/);
  expect(loadConfig(Config, { ...production, FAULT_POINT: '' }).FAULT_POINT).toBeUndefined();
});
