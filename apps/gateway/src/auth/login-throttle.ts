import { Injectable } from '@nestjs/common';

const MOST_FAILURES = 10;
const FORGET_AFTER_MS = 15 * 60_000;
/** Most pairs remembered; beyond it the oldest is forgotten, so that an attack cannot fill the memory. */
const MOST_ENTRIES = 10_000;

interface Entry {
  failures: number;
  readonly until: number;
}

/**
 * Slows down guessing: after ten failures of a user from an address within a quarter of an hour, that pair must
 * wait until it is over. Unknown users count like known ones. In memory, so each replica counts by itself and a
 * restart forgets: with n replicas a guesser has n times ten attempts. Enough against guessing argon2 hashes; the
 * limit of logins by address is shared by replicas.
 */
@Injectable()
export class LoginThrottle {
  private readonly entries = new Map<string, Entry>();

  /** Counts an attempt before it is made, so that attempts side by side count too. Seconds to wait, 0 for none. */
  admit(username: string, address: string, now = Date.now()): number {
    const key = keyOf(username, address);
    const entry = this.current(key, now);
    if (entry.failures >= MOST_FAILURES) return Math.ceil((entry.until - now) / 1_000);
    entry.failures += 1;
    return 0;
  }

  /** The password was right: whatever failed before is forgotten. */
  succeeded(username: string, address: string): void {
    this.entries.delete(keyOf(username, address));
  }

  private current(key: string, now: number): Entry {
    const known = this.entries.get(key);
    if (known && known.until > now) return known;
    this.entries.delete(key);
    if (this.entries.size >= MOST_ENTRIES) {
      const [oldest] = this.entries.keys();
      if (oldest !== undefined) this.entries.delete(oldest);
    }
    const entry = { failures: 0, until: now + FORGET_AFTER_MS };
    this.entries.set(key, entry);
    return entry;
  }
}

function keyOf(username: string, address: string): string {
  return JSON.stringify([username, address]);
}
