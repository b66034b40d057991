import type { FastifyReply } from 'fastify';
import type { TaskAccepted } from '@celerity/contracts';

/** Says where the task is found; a repeated answer is 200, since nothing new has come into being. */
export function located<Answer extends TaskAccepted>(
  reply: FastifyReply,
  answer: Answer,
  again = false,
): Answer {
  void reply.header('location', `/api/core/tasks/${answer.task_id}`);
  if (again) void reply.status(200).header('idempotent-replayed', 'true');
  return answer;
}
