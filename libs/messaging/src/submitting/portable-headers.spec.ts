import { portableHeaders } from './portable-headers.js';

it('keeps what can be written again, and names the rest', () => {
  const fine = {
    text: 'a',
    number: 1.5,
    flag: true,
    nothing: null,
    bytes: Buffer.from('b'),
    at: { '!': 'timestamp', value: 1 },
    'x-death': [{ queue: 'q', count: 1 }],
  };
  const nested = { deep: { deep: { deep: { deep: { deep: { deep: { deep: 1 } } } } } } };
  expect(
    portableHeaders({
      ...fine,
      nan: Number.NaN,
      infinite: [Infinity],
      late: { '!': 'timestamp', value: 2 ** 64 },
      nested,
      long: 'l'.repeat(9_000),
    }),
  ).toEqual({ ...fine, dead_headers_left_out: 'nan, infinite, late, nested, long' });
});

it('keeps no more than fits beside the cause', () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`h${n}`, 'v'.repeat(4_000)]));
  const kept = portableHeaders(many);
  expect(Object.keys(kept)).toEqual([
    'h0',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'h7',
    'dead_headers_left_out',
  ]);
});

it('takes a message without headers', () => {
  expect(portableHeaders(undefined)).toEqual({});
});
