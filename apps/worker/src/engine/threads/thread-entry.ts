import type { ThreadJob } from './thread-protocol.js';

/** What the pool loads. It imports nothing beforehand: the pool's way of loading bypasses loaders of sources. */
export default async function enter(job: ThreadJob): Promise<void> {
  const { runInThread } = await import('./run-in-thread.js');
  await runInThread(job);
}
