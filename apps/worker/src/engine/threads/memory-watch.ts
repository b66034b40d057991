import type { Worker } from 'node:worker_threads';

const INTERVAL_MS = 100;
const MEGABYTE = 1024 ** 2;

/**
 * Watches how much memory threads use. V8's own limit is no safe fence: a large allocation that crosses it ends
 * the whole process. So that limit is set to three times ours, and a thread that crosses the middle between ours
 * and V8's is reported in time. V8 collects garbage before the middle between what is alive and its limit, so what
 * crosses it has more alive than our limit.
 */
export class MemoryWatch {
  private readonly watched = new Map<number, () => void>();
  private timer: NodeJS.Timeout | null = null;
  private sampling = false;

  constructor(
    private readonly limitMb: number,
    private readonly threads: () => readonly Worker[],
  ) {}

  /** What V8 is to be told, in megabytes. */
  get engineLimitMb(): number {
    return this.limitMb * 3;
  }

  /** Calls `exceeded` once, if the thread goes beyond. Resolves nothing: end it by {@link forget}. */
  watch(threadId: number, exceeded: () => void): void {
    this.watched.set(threadId, exceeded);
    this.timer ??= setInterval(() => void this.sample(), INTERVAL_MS).unref();
  }

  forget(threadId: number): void {
    this.watched.delete(threadId);
    if (this.watched.size > 0 || !this.timer) return;
    clearInterval(this.timer);
    this.timer = null;
  }

  /** Asks all at once; a thread in the midst of one long operation answers when that is done. */
  private async sample(): Promise<void> {
    if (this.sampling) return;
    this.sampling = true;
    const asked = this.threads().filter(({ threadId }) => this.watched.has(threadId));
    await Promise.allSettled(asked.map((thread) => this.measure(thread)));
    this.sampling = false;
  }

  private async measure(thread: Worker): Promise<void> {
    const { threadId } = thread;
    const { used_heap_size, external_memory } = await thread.getHeapStatistics();
    if (used_heap_size + external_memory <= this.limitMb * 2 * MEGABYTE) return;
    this.watched.get(threadId)?.();
    this.forget(threadId);
  }
}
