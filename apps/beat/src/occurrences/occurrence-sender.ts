import { Injectable, Logger } from '@nestjs/common';
import { TaskCatalogue } from '@celerity/contracts';
import {
  acceptedEvent,
  JournalWriter,
  type Submission,
  submissionOf,
  TaskPublisher,
} from '@celerity/messaging';
import { describeError, sendTraced, Tracing } from '@celerity/service';
import { BeatLeadership } from '../leadership/beat-leadership.js';
import type { Occurrence } from './occurrence.js';

/** Longest wait for the journal's confirm. */
const JOURNAL_TIMEOUT_MS = 10_000;

/**
 * Sends the tasks of occurrences: the message and its `accepted` entry, both confirmed. Not by TaskSubmitter:
 * that withdraws a task which the broker refused, for ever, where ours stays in its outbox and is sent again.
 */
@Injectable()
export class OccurrenceSender {
  private readonly logger = new Logger('Schedules');
  /** Schedules whose last task could not be sent, so that each is reported once. */
  private readonly failing = new Set<string>();

  constructor(
    private readonly catalogue: TaskCatalogue,
    private readonly tasks: TaskPublisher,
    private readonly journal: JournalWriter,
    private readonly leadership: BeatLeadership,
    private readonly tracing: Tracing,
  ) {}

  /**
   * Returns those confirmed; the others have been reported. `repeated` ones may have been sent before: they
   * are flagged, and enter the journal only when their queue has taken them.
   */
  async send(term: number, occurrences: readonly Occurrence[], repeated: boolean): Promise<Occurrence[]> {
    const sent = await Promise.all(occurrences.map((one) => this.trySend(term, one, repeated)));
    return occurrences.filter((_, index) => sent[index]);
  }

  private async trySend(term: number, occurrence: Occurrence, repeated: boolean): Promise<boolean> {
    // A process that was paused until its term ended must not send what its successor sends as well.
    if (this.leadership.term !== term) return false;
    try {
      await this.sendOne(occurrence, repeated);
      this.failing.delete(occurrence.scheduleId);
      return true;
    } catch (error) {
      if (!this.failing.has(occurrence.scheduleId)) {
        this.logger.warn(
          `schedule ${occurrence.scheduleId}: its task waits to be sent: ${describeError(error)}`,
        );
      }
      this.failing.add(occurrence.scheduleId);
      return false;
    }
  }

  private async sendOne(occurrence: Occurrence, repeated: boolean): Promise<void> {
    const { scheduleId, taskId, taskName, args, kwargs, sendAt, priority, expires } = occurrence;
    const task = this.catalogue.find(taskName);
    if (!task) throw new Error(`there is no task ${taskName}`);
    const submission = submissionOf(
      task,
      {
        taskId,
        args,
        kwargs,
        possibleDuplicate: repeated,
        expires: expires?.toISOString() ?? null,
        ...(priority === null ? {} : { priority }),
      },
      { schedule: scheduleId, submittedBy: `schedule:${scheduleId}`, eta: sendAt },
    );
    await sendTraced(this.tracing, submission, null, (traced) => this.confirm(traced, repeated));
  }

  private async confirm(submission: Submission, repeated: boolean): Promise<void> {
    // Tried for as long as a queue is missing, a repeated one must not fill the journal with its entries.
    if (repeated) await this.publish(submission);
    const entry = this.journal.append(acceptedEvent(submission, new Date()), {
      timeoutMs: JOURNAL_TIMEOUT_MS,
    });
    await Promise.all([repeated ? undefined : this.publish(submission), entry.confirmed]);
  }

  /** What jitter puts off waits with the other delayed tasks, where it can be seen, moved and revoked. */
  private publish({ message, eta }: Submission): Promise<void> {
    return eta === null ? this.tasks.publish(message) : this.tasks.delay({ message, dueAt: eta });
  }
}
