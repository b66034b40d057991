import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { describeError, TaskCatalogue, type TaskMessage } from '@celerity/contracts';
import { AlreadyCompleted, RetryRequested, UnknownTask } from '../attempt/attempt-errors.js';
import { EngineSettings } from '../engine-settings.js';
import type { TaskContext } from '../handlers/task-context.js';
import { RemoteError } from './thread-errors.js';
import { ThreadPool } from './thread-pool.js';
import type { FromThread, ThreadEnding, ToThread } from './thread-protocol.js';

/**
 * Runs a task's handler in a thread as if it ran here: what the handler asks of its context is done by the real
 * context in this thread, and what it returns or throws is returned or thrown.
 */
@Injectable()
export class IsolatedHandler {
  constructor(
    private readonly pool: ThreadPool,
    private readonly settings: EngineSettings,
    private readonly catalogue: TaskCatalogue,
  ) {}

  /**
   * `kill` ends the thread, whatever the handler is doing.
   * @throws OutOfMemory, ThreadCrashed, ThreadKilled, and what the handler throws
   */
  async run(message: TaskMessage, context: TaskContext, kill: AbortSignal): Promise<unknown> {
    const { port1: ours, port2: port } = new MessageChannel();
    const ended = Promise.withResolvers<ThreadEnding>();
    const begun = Promise.withResolvers<number>();
    ours.on('message', (said: FromThread) => {
      if (said.type === 'begun') begun.resolve(said.threadId);
      else if (said.type === 'ended') ended.resolve(said.ending);
      else this.serve(said, context, ours);
    });
    const abort = () => tell(ours, { type: 'abort', reason: describeError(context.signal.reason) });
    context.signal.addEventListener('abort', abort);
    if (context.signal.aborted) abort();
    try {
      const job = { message, worker: context.worker, moduleUrl: this.settings.threads.moduleUrl, port };
      await this.pool.run(job, begun.promise, kill);
      return resultOf(await ended.promise);
    } finally {
      context.signal.removeEventListener('abort', abort);
      ours.close();
    }
  }

  private serve(
    said: Exclude<FromThread, { type: 'begun' | 'ended' }>,
    context: TaskContext,
    port: MessagePort,
  ): void {
    switch (said.type) {
      case 'progress':
        return context.progress(said.progress.current, said.progress.total, said.progress.description);
      case 'log':
        return context.log(said.text, said.facts);
      case 'send':
        return void this.send(said, context, port);
    }
  }

  private async send(
    { call, taskName, input, key }: Extract<FromThread, { type: 'send' }>,
    context: TaskContext,
    port: MessagePort,
  ): Promise<void> {
    try {
      const task = this.catalogue.find(taskName);
      if (!task) throw new UnknownTask(taskName);
      tell(port, { type: 'sent', call, taskId: await context.send(task, input, { key }) });
    } catch (error) {
      tell(port, { type: 'not_sent', call, error: describeError(error) });
    }
  }
}

function tell(port: MessagePort, message: ToThread): void {
  port.postMessage(message);
}

function resultOf(ending: ThreadEnding): unknown {
  switch (ending.kind) {
    case 'returned':
      return ending.result;
    case 'already_completed':
      throw new AlreadyCompleted(ending.result);
    case 'asked_to_retry':
      throw new RetryRequested(ending.delayMs, ending.reason);
    case 'threw':
      throw new RemoteError(ending.error);
  }
}
