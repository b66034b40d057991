import { Injectable } from '@nestjs/common';
import type { Occurrence } from './occurrence.js';
import { OccurrencePublisher } from './occurrence-publisher.js';
import { OccurrenceStore, PASS_LIMIT } from './occurrence-store.js';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * What is recorded and not marked as published: left by a predecessor, or failed here. It is published again,
 * flagged, page by page, so that occurrences whose queue is gone never stand before others.
 */
@Injectable()
export class OccurrenceOutbox {
  private suspected = true;
  private lookAt = 0;
  private waitMs = FIRST_WAIT_MS;
  /** Last one of the page before; null for a new round. */
  private position: Occurrence | null = null;

  constructor(
    private readonly store: OccurrenceStore,
    private readonly publisher: OccurrencePublisher,
  ) {}

  /** A new term: nobody knows what its predecessor left. */
  begin(): void {
    this.position = null;
    this.suspect();
    this.lookAt = 0;
  }

  /** Something may have remained. */
  suspect(): void {
    if (!this.suspected) this.lookAt = performance.now() + FIRST_WAIT_MS;
    this.suspected = true;
  }

  /** Publishes one page, if it is time. */
  async republish(term: number): Promise<void> {
    if (!this.suspected || performance.now() < this.lookAt) return;
    if (this.position === null) this.suspected = false;
    const page = await this.store.unpublished(this.position);
    const more = page.length === PASS_LIMIT;
    this.position = more ? (page.at(-1) ?? null) : null;
    const done = await this.publisher.publish(term, page, true);
    this.suspected ||= more || !done;
    this.waitMs = done ? FIRST_WAIT_MS : Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
    this.lookAt = more ? 0 : performance.now() + this.waitMs;
  }
}
