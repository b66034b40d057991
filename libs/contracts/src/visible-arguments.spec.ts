import { visibleArguments } from './visible-arguments.js';

const contract = { positional: ['host', 'password'], secrets: ['password'] };

it('hides secrets, whichever way they were given', () => {
  expect(visibleArguments(contract, ['db', 'canary'], { port: 1 })).toEqual({
    args: ['db', '***'],
    kwargs: { port: 1 },
  });
  expect(visibleArguments(contract, [], { password: 'canary' })).toEqual({
    args: [],
    kwargs: { password: '***' },
  });
});

it('shows everything of a task without secrets, or without a contract', () => {
  const given = { args: [1, 'two', 3], kwargs: { password: 'x' } };
  expect(visibleArguments({ positional: [], secrets: [] }, given.args, given.kwargs)).toEqual(given);
  expect(visibleArguments(undefined, given.args, given.kwargs)).toEqual(given);
});
