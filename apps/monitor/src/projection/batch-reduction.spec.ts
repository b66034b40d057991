import { EventsOf } from '@celerity/contracts/testing';
import { contentOf, reduce } from './batch-reduction.js';

const task = new EventsOf('018f0000-0000-7000-8000-000000000005');

it('notes a revocation that was asked for, without changing the state', () => {
  const { rows } = reduce(new Map(), [task.accepted(0), task.started(1), task.revokeRequested(4)]);
  expect(rows).toMatchObject([
    { state: 'STARTED', revoke_requested_at: task.revokeRequested(4).at, finished_at: null },
  ]);
});

it('makes no task of a request for one that nobody knows', () => {
  expect(reduce(new Map(), [task.revokeRequested(4)]).rows).toEqual([]);
});

it('takes no notice of acknowledgements, and does not call them unreadable', () => {
  const content = contentOf([{ offset: 0, events: [task.revokeAcknowledged(2)] }]);
  expect(content).toMatchObject({ taskEvents: [], ignored: 0 });
});
