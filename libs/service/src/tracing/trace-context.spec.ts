import { readTraceparent, traceIdOf } from './trace-context.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

it('goes on with a trace that a header names', () => {
  const header = `00-${TRACE}-b7ad6b7169203331-01`;
  expect(readTraceparent(header)).toBe(header);
  expect(traceIdOf(header)).toBe(TRACE);
});

it.each([
  ['no header', undefined],
  ['two headers', [`00-${TRACE}-b7ad6b7169203331-01`, `00-${TRACE}-b7ad6b7169203331-01`]],
  ['no trace', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
  ['no span', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['another version', `01-${TRACE}-b7ad6b7169203331-01-more`],
  ['capitals', `00-${TRACE.toUpperCase()}-b7ad6b7169203331-01`],
  ['something after it', `00-${TRACE}-b7ad6b7169203331-01\r\nx: y`],
  ['very much', '0'.repeat(100_000)],
])('begins anew with %s', (_, header) => {
  expect(readTraceparent(header)).toBeNull();
});
