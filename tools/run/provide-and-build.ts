import type { Purpose } from '../local/instance-claim.ts';
import type { Log } from '../local/log.ts';
import { provideServices, type ProvidedServices } from '../local/provide-services.ts';
import { build } from './build.ts';
import type { Interruption } from './interruption.ts';

export interface PreparationOptions {
  purpose: Purpose;
  log: Log;
  interruption: Interruption;
  /** Takes over the stopping of what is started. */
  started: AsyncDisposableStack;
}

/** The broker and the database boot while the build runs; if one of the two fails, the other is ended too. */
export async function provideAndBuild(options: PreparationOptions): Promise<ProvidedServices> {
  const { purpose, log, interruption, started } = options;
  const failed = new AbortController();
  const signal = AbortSignal.any([interruption.signal, failed.signal]);
  const providing = provideServices({ purpose, log, signal }).then((services) => {
    started.defer(() => services.stop());
    interruption.onSecond(() => services.kill());
    return services;
  });
  const building = build(log, signal);
  for (const work of [providing, building]) work.catch((error: unknown) => failed.abort(error));
  await Promise.allSettled([providing, building]);
  // The first failure, not the other's being ended by it.
  failed.signal.throwIfAborted();
  return providing;
}
