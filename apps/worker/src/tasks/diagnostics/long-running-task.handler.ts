import { setTimeout as pause } from 'node:timers/promises';
import type { LongRunningTaskInput, LongRunningTaskOutput } from '@celerity/contracts';
import { longRunningTask } from '@celerity/contracts';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';

const STEP_MS = 250;

@HandlesTask(longRunningTask)
export class LongRunningTaskHandler implements TaskHandler<typeof longRunningTask> {
  /** Waits in short steps, so that cancelling takes effect at once and progress keeps moving. */
  async run(
    { seconds = 10 }: LongRunningTaskInput,
    { signal, progress }: TaskContext,
  ): Promise<LongRunningTaskOutput> {
    const startedAt = performance.now();
    const elapsed = () => performance.now() - startedAt;
    while (elapsed() < seconds * 1000) {
      await pause(Math.min(STEP_MS, seconds * 1000 - elapsed()), undefined, { signal });
      const done = Math.min(seconds, Math.round(elapsed()) / 1000);
      progress(done, seconds, `${done.toFixed(1)} of ${seconds} s`);
    }
    return { seconds: Math.round(elapsed()) / 1000 };
  }
}
