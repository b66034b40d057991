import { type CleanupCacheInput, type CleanupCacheOutput, cleanupCache } from '@celerity/contracts';
import type { TaskContext } from '../../engine/handlers/task-context.js';
import { HandlesTask, type TaskHandler } from '../../engine/handlers/task-handler.decorator.js';
import { SharedCache } from '../../mall/cache/shared-cache.js';

@HandlesTask(cleanupCache)
export class CleanupCacheHandler implements TaskHandler<typeof cleanupCache> {
  constructor(private readonly cache: SharedCache) {}

  async run({ all }: CleanupCacheInput, context: TaskContext): Promise<CleanupCacheOutput> {
    context.signal.throwIfAborted();
    const removed = await (all ? this.cache.removeAll() : this.cache.removeExpired());
    return { removed, remaining: await this.cache.count() };
  }
}
