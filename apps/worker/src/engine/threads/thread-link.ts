import type { MessagePort } from 'node:worker_threads';
import { RemoteError } from './thread-errors.js';
import type { FromThread, ThreadEnding, ToThread } from './thread-protocol.js';

/** The thread's end of an attempt's channel. */
export class ThreadLink {
  private readonly controller = new AbortController();
  private readonly calls = new Map<number, PromiseWithResolvers<string>>();
  private lastCall = 0;

  constructor(private readonly port: MessagePort) {
    port.on('message', (told: ToThread) => this.hear(told));
  }

  /** Aborted when the attempt's signal is, with an error of the same name. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  tell(message: FromThread): void {
    this.port.postMessage(message);
  }

  /** Has a child sent by the main thread; resolves, with its id, when the broker has it. */
  send(taskName: string, input: object, key: string): Promise<string> {
    const call = (this.lastCall += 1);
    const answer = Promise.withResolvers<string>();
    this.calls.set(call, answer);
    this.tell({ type: 'send', call, taskName, input, key });
    return answer.promise;
  }

  /** The last word of the attempt. */
  end(ending: ThreadEnding): void {
    this.tell({ type: 'ended', ending });
    this.port.close();
  }

  private hear(told: ToThread): void {
    if (told.type === 'abort') return this.controller.abort(new RemoteError(told.reason));
    const answer = this.calls.get(told.call);
    this.calls.delete(told.call);
    if (told.type === 'sent') answer?.resolve(told.taskId);
    else answer?.reject(new RemoteError(told.error));
  }
}
