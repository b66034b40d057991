import type { Row } from './row.ts';

const POINTS = ['before_publish:kill9', 'after_publish:kill9_soon', 'after_confirm:kill9'] as const;

export const gatewayCrashes: readonly Row[] = [
  {
    id: 'gateway-kill-around-publish',
    title: 'gateway kill -9 before, during and after the publish',
    starred: true,
    promises: 'G1 G2 G3',
    async run(row) {
      const system = await row.start();
      const gateway = system.first('gateway');
      for (const point of POINTS) {
        await gateway.kill();
        const ends = gateway.ends.length;
        await gateway.start({ fault: `gateway.${point}:${row.random.between(5, 40)}` });
        await row.load(60, { atOnce: 8 });
        await gateway.ended(ends, 30_000);
        await gateway.ready();
      }
      row.healed();
      const unknown = system.ledger.of('unknown');
      row.measure('unknown to the client', unknown.length);
      row.expect(unknown.length > 0, 'no submission was cut off: the faults did not strike');
    },
  },
];
