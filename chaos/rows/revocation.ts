import type { Row } from './row.ts';

const TASKS = 20;

export const revocation: readonly Row[] = [
  {
    id: 'revoke-without-workers',
    title: 'revoked while no worker is online, then workers start: never runs',
    starred: false,
    promises: 'G9',
    async run(row) {
      const system = await row.start({ later: ['worker'] });
      const sent = await row.load(TASKS);
      const revoked = sent.filter((_, index) => index % 2 === 0);
      for (const { taskId, ref } of revoked) {
        const { status } = await system.client.request('POST', `/api/core/tasks/${taskId}/revoke`, {});
        row.expect(status === 200, `the revocation of ${ref} was answered ${status}`);
        row.expectations.ends.set(ref, 'REVOKED');
      }
      const worker = system.add('worker');
      await worker.start();
      row.healed();
      await worker.kill();
      await worker.start();
      const refs = revoked.map(({ ref }) => ref);
      const ran = await system.rows('select ref from chaos.effects where ref = any($1)', [refs]);
      row.measure('revoked', revoked.length);
      row.expect(ran.length === 0, `${ran.length} revoked tasks have run`);
    },
  },
];
