import { InvalidArguments, validateInput } from './input-validation.js';
import { debugTask, longRunningTask, testTask } from './tasks/index.js';
import type { TaskDefinition } from './task-definition.js';

function problemsOf(task: TaskDefinition, args: unknown[], kwargs: Record<string, unknown>) {
  try {
    validateInput(task, args, kwargs);
  } catch (error) {
    if (error instanceof InvalidArguments) return error.problems;
    throw error;
  }
  return [];
}

function nested(depth: number): unknown {
  return depth === 0 ? 'leaf' : { in: nested(depth - 1) };
}

describe('validateInput', () => {
  it('binds positional and keyword arguments', () => {
    expect(validateInput(longRunningTask, [3], {})).toEqual({ seconds: 3 });
    expect(validateInput(longRunningTask, [], { seconds: 3 })).toEqual({ seconds: 3 });
    expect(validateInput(longRunningTask, [], {})).toEqual({});
  });

  it.each([
    ['a wrong type', [], { seconds: 'ten' }, 'kwargs.seconds', /number/],
    ['a wrong positional type', ['ten'], {}, 'args.0', /number/],
    ['an unknown field', [], { minutes: 1 }, 'kwargs.minutes', /not a known field/],
    ['one argument too many', [1, 2], {}, 'args.1', /one too many.*at most 1/],
    ['an argument given twice', [1], { seconds: 1 }, 'kwargs.seconds', /given twice/],
    ['a number out of range', [], { seconds: 1e9 }, 'kwargs.seconds', /1200/],
    ['a polluting key', [], JSON.parse('{"__proto__":{"a":1}}'), 'kwargs.__proto__', /not a permitted name/],
    [
      'a nested polluting key',
      [],
      { seconds: { constructor: 1 } },
      'kwargs.seconds.constructor',
      /permitted/,
    ],
    ['deep nesting', [], { seconds: nested(40) }, expect.stringContaining('kwargs.seconds'), /nested deeper/],
    ['a NUL', [], { seconds: 'a\u0000' }, 'kwargs.seconds', /NUL/],
    ['a NUL in a name', [], { 'a\u0000': 1 }, 'kwargs', /NUL/],
    ['a number that would change', [], { seconds: 2 ** 60 }, 'kwargs.seconds', /string/],
  ])('refuses %s, naming the field', (_, args, kwargs, field, message) => {
    const [problem] = problemsOf(longRunningTask, args, kwargs as Record<string, unknown>);
    expect(problem).toEqual({ field, message: expect.stringMatching(message) });
  });

  it('refuses arguments that are too large for a message', () => {
    expect(problemsOf(testTask, ['x'.repeat(600 * 1024)], {})[0]?.message).toMatch(/bytes/);
  });

  it('leaves prototypes alone', () => {
    problemsOf(testTask, [], JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('takes no arguments where none are declared', () => {
    expect(validateInput(debugTask, [], {})).toEqual({});
    expect(problemsOf(debugTask, [], { any: 1 })[0]).toEqual({
      field: 'kwargs.any',
      message: 'is not a known field',
    });
    expect(problemsOf(debugTask, [1], {})[0]?.message).toMatch(/takes none/);
  });

  it('says everything in its message', () => {
    expect(() => validateInput(testTask, [], { message: 1, other: 2 })).toThrow(
      /default.test_task: kwargs.other is not a known field; kwargs.message must be a string$/,
    );
  });
});
