import type { TestTaskInput, TestTaskOutput } from '@celerity/contracts';
import { testTask } from '@celerity/contracts';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';

/** What `test_task` throws when it is told to fail. */
export class TestTaskFailure extends Error {
  override readonly name = 'TestTaskFailure';
}

@HandlesTask(testTask)
export class TestTaskHandler implements TaskHandler<typeof testTask> {
  async run({ message = 'Celerity is working' }: TestTaskInput): Promise<TestTaskOutput> {
    if (message === 'fail') throw new TestTaskFailure('test_task was asked to fail');
    return { message };
  }
}
