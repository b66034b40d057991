import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ClientProxy } from '@nestjs/microservices';
import {
  BEAT_QUERIES,
  type BeatRefusal,
  type ChangeSchedule,
  type CreateSchedule,
  type EditSchedule,
  isBeatRefusal,
  type NextOccurrences,
  type NextOccurrencesQuery,
  type PreviewSchedule,
  type RescheduleTask,
  type RunSchedule,
  type ScheduleChangePage,
  type ScheduleChangesQuery,
  type ScheduledTask,
  type SchedulePage,
  type ScheduleQuery,
  type SchedulesQuery,
  type ScheduleView,
  type TaskRescheduled,
} from '@celerity/contracts';
import { askOver } from './ask-over.js';

/** Injection token of the request/reply transport to beat. */
export const BEAT_TRANSPORT = Symbol('beat transport');

/** Beat did not answer, or could not: its cause says which. What was asked may have been done all the same. */
export class BeatUnavailable extends Error {
  override readonly name = 'BeatUnavailable';
}

/** Beat said no; asking the same again will not help. */
export class RefusedByBeat extends Error {
  override readonly name = 'RefusedByBeat';

  constructor(readonly refusal: BeatRefusal) {
    super(
      'message' in refusal
        ? refusal.message
        : refusal.problems.map((p) => `${p.field} ${p.message}`).join('; '),
    );
  }
}

const ANSWER_MS = 5_000;

/** Asks beat, over RabbitMQ. Every method rejects with BeatUnavailable or RefusedByBeat. */
@Injectable()
export class BeatClient implements OnApplicationShutdown {
  constructor(@Inject(BEAT_TRANSPORT) private readonly transport: ClientProxy) {}

  schedules(query: SchedulesQuery): Promise<SchedulePage> {
    return this.ask(BEAT_QUERIES.schedules, query);
  }

  schedule(query: ScheduleQuery): Promise<ScheduleView> {
    return this.ask(BEAT_QUERIES.schedule, query);
  }

  createSchedule(command: CreateSchedule): Promise<ScheduleView> {
    return this.ask(BEAT_QUERIES.createSchedule, command);
  }

  editSchedule(command: EditSchedule): Promise<ScheduleView> {
    return this.ask(BEAT_QUERIES.editSchedule, command);
  }

  pauseSchedule(command: ChangeSchedule): Promise<ScheduleView> {
    return this.ask(BEAT_QUERIES.pauseSchedule, command);
  }

  resumeSchedule(command: ChangeSchedule): Promise<ScheduleView> {
    return this.ask(BEAT_QUERIES.resumeSchedule, command);
  }

  /** Resolves with the schedule as it was. */
  deleteSchedule(command: ChangeSchedule): Promise<ScheduleView> {
    return this.ask(BEAT_QUERIES.deleteSchedule, command);
  }

  /** Notes in the audit trail that it is run now, and gives what is to be sent; sending it is the asker's. */
  runSchedule(command: RunSchedule): Promise<ScheduledTask> {
    return this.ask(BEAT_QUERIES.runSchedule, command);
  }

  nextOccurrences(query: NextOccurrencesQuery): Promise<NextOccurrences> {
    return this.ask(BEAT_QUERIES.nextOccurrences, query);
  }

  previewSchedule(query: PreviewSchedule): Promise<NextOccurrences> {
    return this.ask(BEAT_QUERIES.previewSchedule, query);
  }

  scheduleChanges(query: ScheduleChangesQuery): Promise<ScheduleChangePage> {
    return this.ask(BEAT_QUERIES.scheduleChanges, query);
  }

  rescheduleTask(command: RescheduleTask): Promise<TaskRescheduled> {
    return this.ask(BEAT_QUERIES.rescheduleTask, command);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }

  private async ask<Answer>(pattern: string, query: object): Promise<Answer> {
    try {
      return await askOver<Answer>(this.transport, pattern, query, ANSWER_MS);
    } catch (error) {
      if (isBeatRefusal(error)) throw new RefusedByBeat(error);
      throw new BeatUnavailable('beat did not answer', { cause: error });
    }
  }
}
