import { RECORD_OVERHEAD, requestsOf, type KafkaRecord } from './kafka-record.js';

const record = (value: string): KafkaRecord => ({ key: 'k', value, headers: {} });
const sizes = (values: readonly string[], mostBytes: number) =>
  [...requestsOf(values.map(record), mostBytes)].map((request) => request.map(({ value }) => value));

it('cuts records into requests by their bytes, in their order', () => {
  const most = 2 * RECORD_OVERHEAD + 8;
  expect(sizes(['aaaa', 'bbbb', 'cccc'], most)).toEqual([['aaaa', 'bbbb'], ['cccc']]);
  // Four characters, eight bytes.
  expect(sizes(['éééé', 'bbbb'], most)).toEqual([['éééé'], ['bbbb']]);
});

it('sends one that is too large alone, for the broker to judge', () => {
  expect(sizes(['a', 'b'.repeat(9_000), 'c'], 4_000)).toEqual([['a'], ['b'.repeat(9_000)], ['c']]);
  expect(sizes([], 4_000)).toEqual([]);
});
