import type { View } from './stale-views.js';

/** Least time between two questions for the same view, in milliseconds. */
const PACE: Readonly<Record<View, number>> = {
  tasks: 2_000,
  queues: 1_000,
  stats: 1_000,
  'task-stats': 3_000,
  workers: 3_000,
  'dead-letters': 2_000,
  schedules: 2_000,
  schedule: 2_000,
  task: 1_000,
  logs: 1_000,
  children: 1_000,
};

/** Events come before the history has them: so long after the last one it surely does. */
const SETTLED_MS = 3_000;

/** Views to be asked for again: each at its own pace, however many events there are, and once after the last. */
export class RefreshQueue {
  private readonly waiting = new Set<View>();
  private readonly settling = new Map<View, number>();
  private readonly askedAt = new Map<View, number>();

  add(views: readonly View[], now: number): void {
    for (const view of views) {
      this.waiting.add(view);
      this.settling.set(view, now + SETTLED_MS);
    }
  }

  /** Those to ask for now. One that is being asked for waits: its answer may be older than the event. */
  take(now: number, isBusy: (view: View) => boolean): readonly View[] {
    for (const [view, at] of this.settling) {
      if (now < at) continue;
      this.settling.delete(view);
      this.waiting.add(view);
    }
    const due = [...this.waiting].filter(
      (view) => now - (this.askedAt.get(view) ?? -Infinity) >= PACE[view] && !isBusy(view),
    );
    for (const view of due) {
      this.waiting.delete(view);
      this.askedAt.set(view, now);
    }
    return due;
  }
}
