import { TimeLimitExceeded, WorkerShuttingDown } from './attempt-errors.js';
import { Cancellation } from './cancellation.js';
import { underLimits } from './time-limits.js';

const never = () => new Promise<never>(() => undefined);

describe('underLimits', () => {
  it('gives back what the work gives', async () => {
    await expect(underLimits({ softMs: 1e6, hardMs: 1e7 }, new Cancellation(), async () => 7)).resolves.toBe(
      7,
    );
  });

  it('asks softly first', async () => {
    const cancellation = new Cancellation();
    const work = () =>
      new Promise((_, reject) =>
        cancellation.signal.addEventListener('abort', () => reject(cancellation.signal.reason)),
      );
    const error = await underLimits({ softMs: 5, hardMs: 60_000 }, cancellation, work).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toEqual(expect.objectContaining({ limit: 'soft', name: 'TimeLimitExceeded' }));
  });

  it('does not wait for work that does not listen', async () => {
    const cancellation = new Cancellation();
    await expect(underLimits({ softMs: 1, hardMs: 5 }, cancellation, never)).rejects.toBeInstanceOf(
      TimeLimitExceeded,
    );
    expect(cancellation.signal.aborted).toBe(true);
  });

  it('knows limits that are longer than a timer can be', async () => {
    const work = () => new Promise((resolve) => setTimeout(resolve, 50, 'done'));
    await expect(underLimits({ softMs: 3e9, hardMs: 1e10 }, new Cancellation(), work)).resolves.toBe('done');
  });

  it('ends with the worker', async () => {
    const cancellation = new Cancellation();
    const ended = underLimits({ softMs: 1e6, hardMs: 1e7 }, cancellation, never);
    cancellation.abort(new WorkerShuttingDown());
    await expect(ended).rejects.toBeInstanceOf(WorkerShuttingDown);
  });
});
