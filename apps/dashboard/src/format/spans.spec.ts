import { spanOf } from './spans.js';

it.each([
  [0, '0 ms'],
  [0.0032, '3.2 ms'],
  [0.9996, '1 s'],
  [4.054, '4.05 s'],
  [60, '1 min'],
  [125, '2 min 5 s'],
  [3_600, '1 h'],
  [90_061, '1 d 1 h'],
])('writes %d seconds as %s', (seconds, text) => {
  expect(spanOf(seconds)).toBe(text);
});
