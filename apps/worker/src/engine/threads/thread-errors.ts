import type { TaskError } from '@celerity/contracts';

/** The thread of an isolated attempt ended under it: `process.exit`, an uncaught exception, a failed start. */
export class ThreadCrashed extends Error {
  override readonly name = 'ThreadCrashed';

  constructor(how: string) {
    super(`the thread of the attempt crashed: ${how}`);
  }
}

/** An isolated attempt needed more memory than a thread may have. Never retried: it would only need it again. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';

  constructor(limitMb: number) {
    super(
      `the attempt needed more memory than a thread may have (${limitMb} MB): ` +
        'let the task hold less at a time, or raise WORKER_THREAD_MEMORY_MB',
    );
  }
}

/** The attempt was given up while its thread ran: the thread is killed, whatever it was doing. */
export class ThreadKilled extends Error {
  override readonly name = 'ThreadKilled';

  constructor() {
    super('the attempt was given up and its thread killed');
  }
}

/** An error from the other side, which travels as its description: same type, message and stack. */
export class RemoteError extends Error {
  constructor({ type, message, stack }: TaskError) {
    super(message);
    this.name = type;
    if (stack) this.stack = stack;
  }
}
