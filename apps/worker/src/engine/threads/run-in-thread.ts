import 'reflect-metadata';
import { threadId } from 'node:worker_threads';
import { validateInput } from '@celerity/contracts';
import { AlreadyCompleted, RetryRequested, UnknownTask } from '../attempt/attempt-errors.js';
import { describeThrown } from '../attempt/describe-thrown.js';
import { HandlerRegistry } from '../handlers/handler-registry.js';
import { COMPLETION_TABLE } from '../attempt/transactional-effect.js';
import { usableResult } from '../attempt/usable-result.js';
import { threadApplication } from './thread-application.js';
import { threadContext } from './thread-context.js';
import { ThreadLink } from './thread-link.js';
import type { ThreadEnding, ThreadJob } from './thread-protocol.js';

/**
 * One attempt, in the thread. How it ended is the last message on its port; what is thrown from here is a thread
 * that could not start.
 */
export async function runInThread({ message, worker, moduleUrl, port }: ThreadJob): Promise<void> {
  const link = new ThreadLink(port);
  link.tell({ type: 'begun', threadId });
  const app = await threadApplication(moduleUrl);
  const registered = app.get(HandlerRegistry, { strict: false }).find(message.taskName);
  const completionTable = app.get<string>(COMPLETION_TABLE, { strict: false });
  link.end(await ending());

  async function ending(): Promise<ThreadEnding> {
    try {
      if (!registered) throw new UnknownTask(message.taskName);
      const { task, handler } = registered;
      const input = validateInput(task, message.args, message.kwargs);
      const context = threadContext(task, message, { worker, link, completionTable });
      const result = usableResult(await handler.run(input, context));
      // As the journal will hold it: not everything that JSON can say may cross to another thread as it is.
      return { kind: 'returned', result: JSON.parse(JSON.stringify(result)) as unknown };
    } catch (error) {
      if (error instanceof AlreadyCompleted) return { kind: 'already_completed', result: error.result };
      if (error instanceof RetryRequested)
        return { kind: 'asked_to_retry', delayMs: error.delayMs, reason: error.message };
      return { kind: 'threw', error: describeThrown(error) };
    }
  }
}
