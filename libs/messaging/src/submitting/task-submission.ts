import {
  type Accepted,
  DEFAULT_PRIORITY,
  type TaskDefinition,
  type TaskMessage,
  visibleArguments,
} from '@celerity/contracts';

/** A task about to be accepted: what travels, and what only the journal keeps of it. */
export interface Submission {
  readonly task: TaskDefinition;
  readonly message: TaskMessage;
  /** When it should run; null for now. */
  readonly eta: Date | null;
  readonly schedule: string | null;
  readonly retriedFrom: string | null;
  /** Who asked: a user's name, or the service and task that sent it. */
  readonly submittedBy: string | null;
  /** Its id derives from something else, so whoever failed to send it will send the same task again. */
  readonly sentAgain: boolean;
}

type MessageParts = Pick<TaskMessage, 'taskId' | 'args' | 'kwargs'> & Partial<TaskMessage>;
type SubmissionParts = Partial<Omit<Submission, 'task' | 'message'>>;

/** A submission with the defaults of a first attempt filled in. */
export function submissionOf(
  task: TaskDefinition,
  message: MessageParts,
  rest: SubmissionParts = {},
): Submission {
  return {
    task,
    message: {
      taskName: task.name,
      attempt: 1,
      priority: DEFAULT_PRIORITY,
      rootId: message.taskId,
      parentId: null,
      expires: null,
      maxRetries: null,
      softLimitMs: null,
      hardLimitMs: null,
      traceparent: null,
      possibleDuplicate: false,
      ...message,
    },
    eta: null,
    schedule: null,
    retriedFrom: null,
    submittedBy: null,
    sentAgain: false,
    ...rest,
  };
}

/** The journal's entry for the submission, with secret arguments left out. */
export function acceptedEvent(submission: Submission, at: Date): Accepted {
  const { task, message } = submission;
  return {
    type: 'accepted',
    task_id: message.taskId,
    at: at.toISOString(),
    task_name: task.name,
    queue: task.family,
    ...visibleArguments(task, message.args, message.kwargs),
    priority: message.priority,
    max_retries: message.maxRetries ?? task.retry.maxRetries,
    eta: submission.eta?.toISOString() ?? null,
    expires: message.expires,
    root_id: message.rootId,
    parent_id: message.parentId,
    schedule: submission.schedule,
    retried_from: submission.retriedFrom,
    trace_id: message.traceparent?.split('-')[1] ?? null,
    submitted_by: submission.submittedBy,
    ...(message.traceparent === null ? {} : { traceparent: message.traceparent }),
    ...(message.softLimitMs === null ? {} : { soft_limit_ms: message.softLimitMs }),
    ...(message.hardLimitMs === null ? {} : { hard_limit_ms: message.hardLimitMs }),
  };
}
