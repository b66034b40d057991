import { RpcException } from '@nestjs/microservices';
import { decodeCursor, encodeCursor } from './task-cursor.js';
import { checkedFilter } from './checked-filter.js';

const cursor = { at: '2030-01-01T00:00:00.000Z', taskId: '018f0000-0000-7000-8000-000000000001' };

function refusal(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof RpcException)) throw error;
    return error.getError();
  }
}

it('gives back what it was given', () => {
  expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
  expect(encodeCursor(cursor)).toMatch(/^[\w-]+$/);
});

it.each([
  '',
  'nonsense',
  'e30',
  encodeCursor({ ...cursor, taskId: 'x' }),
  encodeCursor({ ...cursor, at: 'x' }),
])('refuses the cursor "%s"', (text) => {
  expect(refusal(() => decodeCursor(text))).toMatchObject({ code: 'bad_request', field: 'cursor' });
});

it.each([
  [{ limit: 201 }, 'limit'],
  [{ since: 'yesterday' }, 'since'],
  [{ status: 'DONE' }, 'status'],
  [{ order: 'asc' }, 'order'],
])('refuses the filter %j, naming the field', (filter, field) => {
  expect(refusal(() => checkedFilter(filter))).toMatchObject({ code: 'bad_request', field });
});

it('takes no filter for an empty one', () => {
  expect(checkedFilter(undefined)).toEqual({});
});
