import { defineTask } from './task-definition.js';
import { DEFAULT_LIMITS, DEFAULT_RETRY } from './task-policies.js';

class Nothing {}
const parts = { family: 'default', summary: '', input: Nothing, output: Nothing, effect: 'none' } as const;

describe('defineTask', () => {
  it('fills in the defaults and the full name', () => {
    const task = defineTask({ ...parts, name: 'tidy_up', retry: { maxRetries: 1 } });
    expect(task.name).toBe('default.tidy_up');
    expect(task.retry).toEqual({ ...DEFAULT_RETRY, maxRetries: 1 });
    expect(task.limits).toEqual(DEFAULT_LIMITS);
  });

  it.each(['TidyUp', 'tidy-up', '', '1st', 'a'.repeat(65), 'tidy.up'])('refuses the name "%s"', (name) => {
    expect(() => defineTask({ ...parts, name })).toThrow(/snake_case/);
  });

  it('refuses a soft limit that is not below the hard one', () => {
    expect(() => defineTask({ ...parts, name: 'slow', limits: { softMs: 5, hardMs: 5 } })).toThrow(
      /soft limit/,
    );
  });
});
