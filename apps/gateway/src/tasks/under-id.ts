import type { Submission } from '@celerity/messaging';

/** The same submission under an id that will be used again if it fails. */
export function underId(submission: Submission, taskId: string, possibleDuplicate: boolean): Submission {
  const message = { ...submission.message, taskId, rootId: taskId, possibleDuplicate };
  return { ...submission, message, sentAgain: true };
}
