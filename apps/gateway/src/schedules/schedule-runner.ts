import { Injectable } from '@nestjs/common';
import { catalogue, newTaskId, type TaskAccepted } from '@celerity/contracts';
import {
  BrokerUnavailable,
  ConfirmUnknown,
  PublishRefused,
  type Submission,
  submissionOf,
  TaskSubmitter,
} from '@celerity/messaging';
import { BeatClient } from '@celerity/service';
import { notAccepted, outcomeUnknown, unknownTask } from '../tasks/submission-problems.js';

/** Sends a schedule's task now, beside its plan: an ordinary task that names the schedule. */
@Injectable()
export class ScheduleRunner {
  constructor(
    private readonly beat: BeatClient,
    private readonly submitter: TaskSubmitter,
  ) {}

  /** @throws ProblemException 503, RefusedByBeat, BeatUnavailable */
  async run(id: string, actor: string, version?: number): Promise<TaskAccepted> {
    const task_id = newTaskId();
    const scheduled = await this.beat.runSchedule({ id, actor, version, task_id });
    const task = catalogue.find(scheduled.task_name);
    if (!task) throw unknownTask(scheduled.task_name);
    const { args, kwargs, priority, expires_seconds: expires } = scheduled;
    const message = {
      taskId: task_id,
      args,
      kwargs,
      expires: expires === null ? null : new Date(Date.now() + expires * 1_000).toISOString(),
      ...(priority === null ? {} : { priority }),
    };
    await this.submit(submissionOf(task, message, { schedule: id, submittedBy: actor }));
    return { task_id, task_name: task.name, status: 'PENDING', queue: task.family };
  }

  private async submit(submission: Submission): Promise<void> {
    try {
      await this.submitter.submit(submission);
    } catch (error) {
      if (error instanceof ConfirmUnknown) throw outcomeUnknown(submission.message.taskId);
      if (error instanceof PublishRefused || error instanceof BrokerUnavailable)
        throw notAccepted(error.message);
      throw error;
    }
  }
}
