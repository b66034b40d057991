import { Injectable, Logger } from '@nestjs/common';
import type { TaskMessage } from '@celerity/contracts';
import { TaskPublisher } from '@celerity/messaging';
import { describeError, faultPoint, Tracing } from '@celerity/service';
import { RevokedTimers } from '../revocations/revoked-timers.js';
import { BeatMetrics } from '../metrics/beat-metrics.js';
import { PUBLISH_WITHIN_MS, type ClaimedTimer } from './timer.js';
import { postponement } from './timer-backoff.js';
import { TimerStore } from './timer-store.js';

/** Publishes claimed timers and settles their rows: confirmed ones go, refused ones stay for a later claim. */
@Injectable()
export class TimerPublisher {
  private readonly logger = new Logger('Timers');
  /** Tasks whose last timer could not be published, so that each is reported once. */
  private readonly failing = new Set<string>();

  constructor(
    private readonly tasks: TaskPublisher,
    private readonly store: TimerStore,
    private readonly metrics: BeatMetrics,
    private readonly revoked: RevokedTimers,
    private readonly tracing: Tracing,
  ) {}

  /** Never rejects. `claimedAt` is when the claim was begun, on the monotonic clock. */
  async publish(claimed: readonly ClaimedTimer[], claimedAt: number): Promise<void> {
    const outcomes = await Promise.all(claimed.map((timer) => this.tryPublish(timer, claimedAt)));
    faultPoint('beat.after_timer_publish');
    const published = claimed.filter((_, index) => outcomes[index]);
    const kept = claimed.filter((_, index) => !outcomes[index]);
    try {
      await this.settle(published, kept);
    } catch (error) {
      // They are claimed again when their leases end, and published flagged.
      this.logger.warn(`${claimed.length} claimed timers could not be settled: ${describeError(error)}`);
    }
  }

  private async settle(published: readonly ClaimedTimer[], kept: readonly ClaimedTimer[]): Promise<void> {
    if (published.length > 0) await this.store.remove(published);
    if (kept.length === 0) return;
    await this.store.postpone(kept.map((timer) => ({ timer, ms: postponement(timer.claims) })));
  }

  private async tryPublish(timer: ClaimedTimer, claimedAt: number): Promise<boolean> {
    const { message, dueAtLocal } = timer;
    // A process that was paused since the claim leaves it to whoever claims next.
    if (performance.now() - claimedAt > PUBLISH_WITHIN_MS) return false;
    try {
      // One that may have been published before may run: that is for the workers to know, and to end.
      if (timer.revoked && !message.possibleDuplicate) {
        await this.revoked.end([timer]);
        return true;
      }
      await this.publishTraced(message);
    } catch (error) {
      this.report(message.taskName, error);
      return false;
    }
    this.failing.delete(message.taskName);
    this.metrics.observeLateness('timer', (performance.now() - dueAtLocal) / 1000);
    return true;
  }

  /** A task that belongs to a trace shows there that it was due. */
  private async publishTraced(message: TaskMessage): Promise<void> {
    const { taskId, taskName, traceparent: parent } = message;
    const attributes = { 'messaging.system': 'rabbitmq', 'messaging.message.id': taskId };
    const span =
      parent && this.tracing.start({ name: `due ${taskName}`, kind: 'producer', parent, attributes });
    try {
      await this.tasks.publish(span ? { ...message, traceparent: span.traceparent } : message);
      if (span) span.end();
    } catch (error) {
      if (span) span.end({ error: describeError(error) });
      throw error;
    }
  }

  private report(taskName: string, error: unknown): void {
    if (this.failing.has(taskName)) return;
    this.failing.add(taskName);
    this.logger.warn(`a due ${taskName} waits to be published: ${describeError(error)}`);
  }
}
