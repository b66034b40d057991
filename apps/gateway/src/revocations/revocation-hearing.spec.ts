import { newTaskId, type RevokeAcknowledged } from '@celerity/contracts';
import { RevocationHearing } from './revocation-hearing.js';

const task_id = newTaskId();
const at = '2030-01-01T00:00:00.000Z';

function acknowledged(worker: string, running = false, queues = ['default']): RevokeAcknowledged {
  return { type: 'revoke_acknowledged', task_id, at, worker, queues, running };
}

it('counts each worker of the family once, by its last word', () => {
  const hearing = new RevocationHearing();
  hearing.hear(acknowledged('a', true));
  hearing.hear(acknowledged('b'));
  hearing.hear(acknowledged('c', false, ['email']));
  expect([hearing.running, hearing.idleWorkers('default')]).toEqual([true, 1]);
  hearing.hear(acknowledged('a'));
  hearing.hear(acknowledged('a'));
  expect([hearing.running, hearing.idleWorkers('default')]).toEqual([false, 2]);
});

it('keeps the first end', () => {
  const hearing = new RevocationHearing();
  hearing.hear({ type: 'started', task_id, at, attempt: 1, worker: 'a' });
  expect(hearing.ended).toBeNull();
  hearing.hear({ type: 'expired', task_id, at, attempt: 1 });
  hearing.hear({ type: 'revoked', task_id, at, attempt: 1 });
  expect(hearing.ended?.type).toBe('expired');
});

it('waits for news, and not beyond the deadline', async () => {
  const hearing = new RevocationHearing();
  const waited = hearing.until(() => hearing.idleWorkers('default') === 2, performance.now() + 60_000);
  hearing.hear(acknowledged('a'));
  hearing.hear(acknowledged('b'));
  await waited;
  await hearing.until(() => false, performance.now() + 5);
});
