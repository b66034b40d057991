import { hostname } from 'node:os';
import type { DebugTaskInput, DebugTaskOutput } from '@celerity/contracts';
import { debugTask } from '@celerity/contracts';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';

@HandlesTask(debugTask)
export class DebugTaskHandler implements TaskHandler<typeof debugTask> {
  async run(_input: DebugTaskInput, context: TaskContext): Promise<DebugTaskOutput> {
    return {
      task_id: context.taskId,
      task_name: context.taskName,
      attempt: context.attempt,
      root_id: context.rootId,
      parent_id: context.parentId,
      worker: context.worker,
      hostname: hostname(),
      pid: process.pid,
      node: process.version,
    };
  }
}
