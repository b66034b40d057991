import { Inject, Injectable, Logger } from '@nestjs/common';
import { catalogue, DEFAULT_PRIORITY, type DeadLetterReplayed } from '@celerity/contracts';
import { JournalWriter, submissionOf, TaskSubmitter, type Submission } from '@celerity/messaging';
import { describeError } from '@celerity/service';
import { Kysely, sql } from 'kysely';
import type { MonitorDatabase } from '../database/monitor-database.js';
import type { DeadLetterRow, ReplayRow } from './dead-letter-tables.js';

const JOURNAL_MS = 4_000;
/** A command that is still at it gets this long before somebody else sends its task. */
const LEFT_ALONE_S = 20;
const AT_ONCE = 50;

/** A replay that was decided, and the dead letter it is of. */
export interface DecidedReplay {
  readonly replay: ReplayRow;
  readonly dead: Pick<DeadLetterRow, 'id' | 'task_id' | 'message'>;
}

/** Sends the tasks of replays that are in the table: whoever decided one may die before it is sent. */
@Injectable()
export class ReplaySender {
  private readonly logger = new Logger('DeadLetters');

  constructor(
    @Inject(Kysely) private readonly db: Kysely<MonitorDatabase>,
    private readonly submitter: TaskSubmitter,
    private readonly journal: JournalWriter,
  ) {}

  /**
   * Resolves when task and journal entries are confirmed and that is written down. `again` flags the task as a
   * possible duplicate.
   * @throws BrokerUnavailable, PublishRefused, ConfirmUnknown; it is then sent again later, until it is confirmed.
   */
  async send({ replay, dead }: DecidedReplay, again: boolean): Promise<void> {
    const submission = submissionFor({ replay, dead }, again);
    const entry = this.journal.append(eventOf({ replay, dead }), { timeoutMs: JOURNAL_MS });
    await Promise.all([this.submitter.submit(submission), entry.confirmed]);
    await sql`update dead_letter_replays set sent_at = clock_timestamp()
      where dead_letter_id = ${dead.id}::uuid and replay = ${replay.replay} and sent_at is null`.execute(
      this.db,
    );
  }

  /** Sends what commands have left behind. */
  async sendLeftBehind(): Promise<void> {
    const { rows } = await sql<ReplayRow & { origin: string | null; message: DeadLetterRow['message'] }>`
      select r.*, d.task_id as origin, d.message from dead_letter_replays r
        join dead_letters d on d.id = r.dead_letter_id
      where r.sent_at is null and r.replayed_at < clock_timestamp() - ${LEFT_ALONE_S} * interval '1 second'
      order by r.replayed_at limit ${AT_ONCE}`.execute(this.db);
    for (const { origin, message, ...replay } of rows) {
      try {
        await this.send({ replay, dead: { id: replay.dead_letter_id, task_id: origin, message } }, true);
        this.logger.log('sent a replay that was left behind', { task_id: replay.task_id });
      } catch (error) {
        this.logger.warn(`a replay waits to be sent: ${describeError(error)}`, { task_id: replay.task_id });
      }
    }
  }
}

/** The limits and retries that the dead task was sent with hold for the new one; its expiry does not. */
function submissionFor({ replay, dead }: DecidedReplay, again: boolean): Submission {
  const task = catalogue.find(replay.task_name);
  if (!task) throw new Error(`this version knows no task ${replay.task_name}`);
  const { message } = dead;
  return submissionOf(
    task,
    {
      taskId: replay.task_id,
      args: replay.args,
      kwargs: replay.kwargs,
      priority: message?.priority ?? DEFAULT_PRIORITY,
      maxRetries: message?.maxRetries ?? null,
      softLimitMs: message?.softLimitMs ?? null,
      hardLimitMs: message?.hardLimitMs ?? null,
      possibleDuplicate: again,
    },
    { retriedFrom: dead.task_id, submittedBy: replay.replayed_by, sentAgain: true },
  );
}

function eventOf({ replay, dead }: DecidedReplay): DeadLetterReplayed {
  return {
    type: 'dead_letter_replayed',
    dead_letter_id: dead.id,
    origin_task_id: dead.task_id,
    at: replay.replayed_at.toISOString(),
    by: replay.replayed_by,
    replay: replay.replay,
    replayed_as: replay.task_id,
    edited: replay.edited,
  };
}
