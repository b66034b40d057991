import { Injectable } from '@nestjs/common';

/** How the following of the journal goes, for health and metrics. */
@Injectable()
export class JournalStatus {
  /** True while this replica is the one that follows. */
  leading = false;
  /** Why a leader does not follow; null when it does. */
  trouble: string | null = null;
  nextOffset = 0;
  lastEventAt: string | null = null;
  /** True while events are known that are not dealt with yet. */
  behind = false;
  /** Events that were read and are not dealt with yet; what does not fit into memory waits in the journal. */
  unsettled: () => number = () => 0;

  /** Age of the last event that was dealt with while there are later ones, else 0. */
  lagSeconds(now = Date.now()): number {
    if (!this.behind || this.lastEventAt === null) return 0;
    return Math.max(0, now - Date.parse(this.lastEventAt)) / 1000;
  }
}
