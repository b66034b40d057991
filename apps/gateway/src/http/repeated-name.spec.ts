import { repeatedName } from './repeated-name.js';

it.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":{"b":1,"c":[],"b":2}}', 'b'],
  ['[1,{"x":"y","z":{},"x":null}]', 'x'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"":1,"":2}', ''],
  ['{ "a" : [ {} , {} ] , "b" : 1 , "a" : 3 }', 'a'],
  ['{"a\\"":1,"a\\"":2}', 'a"'],
])('finds it in %s', (json, name) => {
  expect(repeatedName(json)).toBe(name);
});

it.each([
  '{}',
  '[]',
  '"a"',
  'null',
  '{"a":"a","b":["a","a"],"c":{"a":1}}',
  '[{"a":1},{"a":1}]',
  '{"a":"\\",\\"a\\":","b":"}{"}',
  '{"a":["b",{"b":1}],"b":"a"}',
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
])('finds none in %.60s', (json) => {
  expect(repeatedName(json)).toBeNull();
});
