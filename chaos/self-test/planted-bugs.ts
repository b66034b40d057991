import type { SystemOptions } from '../system/system.ts';

/** A bug that is loaded into one service, and what the checker must say of it. */
export interface PlantedBug {
  readonly id: string;
  readonly title: string;
  /** The row that must turn red. */
  readonly row: string;
  readonly plant: Pick<SystemOptions, 'preloads'>;
  readonly mustSay: RegExp;
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    id: 'ack-before-work',
    title: 'a worker that acknowledges before it works',
    row: 'worker-kill-mid-task',
    plant: { preloads: { worker: ['bugs/ack-before-work.js'] } },
    mustSay: /accepted and never final/,
  },
  {
    id: 'no-confirm',
    title: 'a gateway that does not wait for confirms',
    row: 'queue-limit',
    plant: { preloads: { gateway: ['bugs/no-confirm.js'] } },
    mustSay: /accepted and never final/,
  },
  {
    id: 'no-occurrence-key',
    title: 'a beat whose task ids do not derive from the occurrence',
    row: 'beat-kill-after-publish',
    plant: { preloads: { beat: ['bugs/no-occurrence-key.js'] } },
    mustSay: /tasks of no instant/,
  },
  {
    id: 'offset-apart',
    title: 'a monitor that commits the offset apart from the rows',
    row: 'monitor-kill-mid-batch',
    plant: { preloads: { monitor: ['bugs/offset-apart.js'] } },
    mustSay: /table and journal differ/,
  },
];
