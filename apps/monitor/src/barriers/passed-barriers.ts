import { Injectable } from '@nestjs/common';

/** How long a barrier that nobody has asked for yet is remembered. */
const REMEMBER_MS = 60_000;
/** Bound on what is remembered; beyond it the oldest is forgotten, and who asks for it asks again. */
const MOST = 50_000;

/** The barriers known to be projected, and those that wait for theirs. */
@Injectable()
export class PassedBarriers {
  /** Id to the time of its arrival; a Map keeps the order of insertion, so the oldest is first. */
  private readonly recent = new Map<string, number>();
  private readonly waiting = new Map<string, Set<() => void>>();

  /** Barriers remembered now. */
  get size(): number {
    return this.recent.size;
  }

  add(ids: readonly string[], now = performance.now()): void {
    for (const id of ids) {
      this.recent.delete(id);
      this.recent.set(id, now);
      for (const resolve of this.waiting.get(id) ?? []) resolve();
    }
    for (const [id, at] of this.recent) {
      if (this.recent.size <= MOST && now - at < REMEMBER_MS) break;
      this.recent.delete(id);
    }
  }

  /** Whether the barrier is projected, waiting up to `waitMs` for it. */
  async passed(id: string, waitMs: number): Promise<boolean> {
    if (this.recent.has(id)) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const pass = () => resolve(true);
    const asking = this.waiting.get(id) ?? new Set();
    this.waiting.set(id, asking.add(pass));
    const timer = setTimeout(() => resolve(false), waitMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      asking.delete(pass);
      if (asking.size === 0) this.waiting.delete(id);
    }
  }
}
