import { editsOf, writtenArguments } from './replay-edits.js';

const letter = { task_name: 'email.send', args: [], kwargs: { to: 'a', password: '***' } };
const written = writtenArguments(letter);

it('sends nothing of what was left alone, so that hidden values stay', () => {
  expect(editsOf(letter, written)).toEqual({ edits: {}, unreadable: [] });
});

it('sends what was changed', () => {
  const changed = { ...written, task_name: ' email.other ', kwargs: '{"to":"b"}' };
  expect(editsOf(letter, changed).edits).toEqual({ task_name: 'email.other', kwargs: { to: 'b' } });
});

it('sends everything for a message that could not be read', () => {
  const unread = { task_name: null, args: null, kwargs: null };
  const given = { ...writtenArguments(unread), task_name: 'email.send' };
  expect(editsOf(unread, given).edits).toEqual({ task_name: 'email.send', args: [], kwargs: {} });
});

it.each([
  [{ args: '{}' }, ['args']],
  [{ kwargs: '[]' }, ['kwargs']],
  [{ args: '[', kwargs: '{' }, ['args', 'kwargs']],
])('names what is no such JSON: %j', (change, names) => {
  expect(editsOf(letter, { ...written, ...change }).unreadable).toEqual(names);
});
