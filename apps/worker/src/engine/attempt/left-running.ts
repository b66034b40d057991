import { Injectable } from '@nestjs/common';
import type { TaskMessage } from '@celerity/contracts';
import { ServiceLogger } from '@celerity/service';

/** Handlers that run on although their attempt has ended: nothing can stop code in this process that heeds no signal. */
@Injectable()
export class LeftRunning {
  private readonly handlers = new Set<Promise<unknown>>();

  constructor(private readonly logger: ServiceLogger) {}

  get count(): number {
    return this.handlers.size;
  }

  /** Counts it until it ends, and says so when it does. */
  add({ taskId, taskName, attempt }: TaskMessage, handler: Promise<unknown>): void {
    const facts = { task_id: taskId, task_name: taskName, attempt };
    const since = Date.now();
    this.handlers.add(handler);
    this.logger.pino.warn(facts, 'the attempt has ended, but its code is still running');
    const end = (): void => {
      this.handlers.delete(handler);
      this.logger.pino.warn(
        { ...facts, after_ms: Date.now() - since },
        'code of an ended attempt has ended too',
      );
    };
    void handler.then(end, end);
  }
}
