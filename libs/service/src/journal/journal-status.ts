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
  /** When the oldest event happened that was read and is not dealt with yet; null when none is known. */
  oldestWaitingAt: string | null = null;
  /** True while events are known that are not dealt with yet. */
  behind = false;
  /** Events that were read and are not dealt with yet; what does not fit into memory waits in the journal. */
  unsettled: () => number = () => 0;

  /**
   * Age of the oldest event that waits, while there are any, else 0. As long as none of them has been read that is the
   * age of the last one that was dealt with, which is older.
   */
  lagSeconds(now = Date.now()): number {
    const since = this.oldestWaitingAt ?? this.lastEventAt;
    if (!this.behind || since === null) return 0;
    return Math.max(0, now - Date.parse(since)) / 1000;
  }
}
