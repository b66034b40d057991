import { describeError } from '../errors/describe-error.js';
import type { Submission } from '@celerity/messaging';
import type { Tracing } from './tracing.js';

/** Sends a task as part of a trace, if there is one: its message then names the span of its sending. */
export async function sendTraced(
  tracing: Tracing,
  submission: Submission,
  parent: string | null,
  send: (submission: Submission) => Promise<void>,
): Promise<void> {
  const { task, message } = submission;
  const span = tracing.start({
    name: `send ${task.name}`,
    kind: 'producer',
    parent,
    attributes: { 'messaging.system': 'rabbitmq', 'messaging.message.id': message.taskId },
  });
  const traceparent = span?.traceparent ?? parent;
  if (traceparent === null) return send(submission);
  try {
    await send({ ...submission, message: { ...message, traceparent } });
    span?.end();
  } catch (error) {
    span?.end({ error: describeError(error) });
    throw error;
  }
}
