import { REVOCATIONS_AGE_DAYS } from '@celerity/messaging';

const AGE_MS = REVOCATIONS_AGE_DAYS * 24 * 3_600_000;
/** More than the stream of revocations can hold. */
const MOST = 1_000_000;

/**
 * The tasks known to be revoked, for as long as the stream remembers them. Ids are kept as their 16 bytes, one
 * character each: there may be hundreds of thousands.
 */
export class RevokedTasks {
  /** Id to the time of its arrival; a Map keeps the order of insertion, so the oldest is first. */
  private readonly known = new Map<string, number>();

  constructor(private readonly most: number = MOST) {}

  get size(): number {
    return this.known.size;
  }

  has(taskId: string): boolean {
    return this.known.size > 0 && this.known.has(compact(taskId));
  }

  /** @param now milliseconds since the epoch */
  add(taskId: string, now = Date.now()): void {
    const key = compact(taskId);
    this.known.delete(key);
    this.known.set(key, now);
    for (const [oldest, at] of this.known) {
      if (this.known.size <= this.most && now - at < AGE_MS) break;
      this.known.delete(oldest);
    }
  }
}

function compact(taskId: string): string {
  return Buffer.from(taskId.replaceAll('-', ''), 'hex').toString('latin1');
}
