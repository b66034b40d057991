import { filterOf, readTaskQuery, writeTaskQuery } from './task-query.js';

it('reads what it has written', () => {
  const query = { list: 'history', status: 'FAILURE', q: 'a & b', since: '2026-01-02T03:04' } as const;
  expect(readTaskQuery(writeTaskQuery(query))).toEqual(query);
});

it('shows the active tasks where nothing is said, and drops what it does not know', () => {
  expect(readTaskQuery('colour=red&queue=%20')).toEqual({ list: 'active' });
});

it('asks with instants, and leaves out times that are none', () => {
  const filter = filterOf({ list: 'active', queue: 'email', since: '2026-01-02T03:04', until: 'soon' });
  expect(filter).toEqual({ queue: 'email', since: new Date('2026-01-02T03:04').toISOString() });
});
