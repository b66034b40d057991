/** Ctrl-C while waiting for a task, which goes on. */
export class InterruptedWait extends Error {
  override readonly name = 'InterruptedWait';

  constructor(readonly taskId: string) {
    super('interrupted');
  }
}
