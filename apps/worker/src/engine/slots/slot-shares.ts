import type { Lane } from '@celerity/contracts';
import type { BrokerNames } from '@celerity/messaging';

/** What a queue gets of the worker's slots. */
export interface SlotShare {
  /** Queues of one group share what the group gets; groups share alike. */
  readonly group: string;
  /** Of two queues of a group that both have work, one of twice the weight gets twice the slots. */
  readonly weight: number;
}

/** How the lanes of a family share its slots while all have work. */
export const LANE_WEIGHTS: Readonly<Record<Lane, number>> = { high: 6, normal: 3, low: 1 };

/** Families share alike, their lanes by weight. By the broker's name of the queue. */
export function slotSharesOf(names: BrokerNames): ReadonlyMap<string, SlotShare> {
  return new Map(
    names.queues.map(({ queue, family, lane }) => [queue, { group: family, weight: LANE_WEIGHTS[lane] }]),
  );
}
