import { ensureOptional } from './ensure-optional.ts';
import { findExecutable, pathDirs } from './executables.ts';
import type { Log } from './log.ts';

/** A Kafka client that is not ours, and librdkafka with its mock cluster, which python3 drives. */
export function ensureKafka(log: Log, signal?: AbortSignal): Promise<void> {
  const missing = ['kcat', 'python3'].filter((name) => !findExecutable(name, pathDirs()));
  return ensureOptional(
    { missing, packages: ['kcat', 'librdkafka1', 'python3'], tests: 'the tests of apps/kafka-bridge' },
    log,
    signal,
  );
}
