/**
 * What Node is told wherever a service is started; docker/Dockerfile says the same. The young generation is kept small:
 * at its default size it grows to what V8 finds room for before anything is collected, which takes 100 MiB of a busy
 * worker and saves little of its time (docs/decisions/0019-a-small-young-generation.md).
 */
export const NODE_ARGUMENTS: readonly string[] = ['--enable-source-maps', '--max-semi-space-size=8'];
