import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { PacedLoop } from './paced-loop.js';

let passes: number[];
let answer: () => Promise<number>;
let loop: PacedLoop;

beforeEach(() => {
  jest.useFakeTimers();
  passes = [];
  answer = () => Promise.resolve(Infinity);
  loop = new PacedLoop(new SchedulerRegistry(), 'test', () => {
    passes.push(performance.now());
    return answer();
  });
});

afterEach(async () => {
  await loop.stop();
  jest.useRealTimers();
  jest.restoreAllMocks();
});

const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);

it('passes at once, and then when the last pass said', async () => {
  answer = () => Promise.resolve(300);
  loop.start();
  loop.start();
  await after(0);
  expect(passes).toHaveLength(1);
  await after(299);
  expect(passes).toHaveLength(1);
  await after(1);
  expect(passes).toHaveLength(2);
});

it('sleeps no longer than a second', async () => {
  loop.start();
  await after(999);
  expect(passes).toHaveLength(1);
  await after(1);
  expect(passes).toHaveLength(2);
});

it('is woken earlier, but not later, than it meant to', async () => {
  answer = () => Promise.resolve(500);
  loop.start();
  await after(0);
  loop.wakeIn(800);
  loop.wakeIn(200);
  await after(200);
  expect(passes).toHaveLength(2);
});

it('heeds a call that comes during a pass', async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  answer = () => promise;
  loop.start();
  await after(0);
  loop.wakeIn(10);
  await after(50);
  expect(passes).toHaveLength(1);
  answer = () => Promise.resolve(Infinity);
  resolve(Infinity);
  await after(0);
  expect(passes).toHaveLength(2);
});

it('ends after the pass under way, and can begin again', async () => {
  const { promise, resolve } = Promise.withResolvers<number>();
  answer = () => promise;
  loop.start();
  await after(0);
  let ended = false;
  const stopped = loop.stop().then(() => (ended = true));
  await after(2_000);
  expect(ended).toBe(false);
  resolve(0);
  await stopped;
  await after(2_000);
  expect(passes).toHaveLength(1);
  loop.start();
  await after(0);
  expect(passes).toHaveLength(2);
});

it('repeats a pass that failed, and says so once', async () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  answer = () => Promise.reject(new Error('no database'));
  loop.start();
  await after(1_600);
  expect(passes).toHaveLength(4);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('no database'));
});
