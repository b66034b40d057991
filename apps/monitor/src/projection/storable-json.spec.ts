import { storableJson } from './storable-json.js';

it('leaves ordinary values as they are', () => {
  const value = { a: [1, 'é', null, { b: true }], c: '汉字 😀', d: 'a\\u0000 b' };
  expect(JSON.parse(storableJson(value))).toEqual(value);
});

it('replaces what PostgreSQL cannot store, in keys too', () => {
  const value = { 'k\u0000': ['x\u0000y', '\ud800'], n: 1, nothing: null };
  expect(JSON.parse(storableJson(value))).toEqual({ 'k\ufffd': ['x\ufffdy', '\ufffd'], n: 1, nothing: null });
});
