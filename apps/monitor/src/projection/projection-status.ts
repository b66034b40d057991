import { Injectable } from '@nestjs/common';

/** What the projection is doing, for health and metrics. */
@Injectable()
export class ProjectionStatus {
  /** True while this replica is the one that projects. */
  leading = false;
  /** Why a leader does not project; null when it does. */
  trouble: string | null = null;
  nextOffset = 0;
  lastEventAt: string | null = null;
  /** True while events are known that are not in the tables yet. */
  behind = false;

  /** Age of the last projected event while there are later ones, else 0. */
  lagSeconds(now = Date.now()): number {
    if (!this.behind || this.lastEventAt === null) return 0;
    return Math.max(0, now - Date.parse(this.lastEventAt)) / 1000;
  }
}
