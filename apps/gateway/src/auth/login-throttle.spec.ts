import { LoginThrottle } from './login-throttle.js';

const MINUTE = 60_000;

describe('LoginThrottle', () => {
  it('lets ten attempts of a user from an address through, then none until a quarter of an hour is over', () => {
    const throttle = new LoginThrottle();
    const waits = Array.from({ length: 12 }, () => throttle.admit('u', 'a', 0));
    expect(waits).toEqual([...Array(10).fill(0), 900, 900]);
    expect(throttle.admit('u', 'a', 14 * MINUTE)).toBe(60);
    expect(throttle.admit('u', 'a', 15 * MINUTE)).toBe(0);
  });

  it('counts users and addresses apart', () => {
    const throttle = new LoginThrottle();
    for (let n = 0; n < 11; n += 1) throttle.admit('u', 'a', 0);
    expect([throttle.admit('u', 'b', 0), throttle.admit('v', 'a', 0)]).toEqual([0, 0]);
  });

  it('forgets failures after a success', () => {
    const throttle = new LoginThrottle();
    for (let n = 0; n < 10; n += 1) throttle.admit('u', 'a', 0);
    throttle.succeeded('u', 'a');
    expect(throttle.admit('u', 'a', 0)).toBe(0);
  });

  it('remembers a bounded number of pairs', () => {
    const throttle = new LoginThrottle();
    for (let n = 0; n < 11; n += 1) throttle.admit('first', 'a', 0);
    for (let n = 0; n < 10_000; n += 1) throttle.admit(`u${n}`, 'a', 0);
    expect(throttle.admit('first', 'a', 0)).toBe(0);
  });
});
