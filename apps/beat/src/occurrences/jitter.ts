import { createHash } from 'node:crypto';

/**
 * When an instant's task is to run: put off by a part of `jitterSeconds` that every replica, and every repetition,
 * draws alike. Null for at once.
 */
export function jittered(scheduleId: string, dueAt: Date, jitterSeconds: number): Date | null {
  if (jitterSeconds === 0) return null;
  const drawn = createHash('sha256').update(`${scheduleId} ${dueAt.toISOString()}`).digest().readUInt32BE(0);
  return new Date(dueAt.getTime() + Math.round((drawn / 2 ** 32) * jitterSeconds * 1_000));
}
