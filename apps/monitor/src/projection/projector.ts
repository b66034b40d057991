import { Logger } from '@nestjs/common';
import { fingerprintOf, type JournalStep, type StoredPosition } from '@celerity/service';
import { offsetAfter, type BatchProjection } from './batch-projection.js';
import { contentOf, type ProjectedEvent } from './batch-reduction.js';
import type { TaskFact } from './task-facts.js';

export interface ProjectorOptions {
  readonly projection: BatchProjection;
  /** Called after each commit. */
  readonly onFacts: (facts: readonly TaskFact[]) => void;
  /** Called after each commit, with when the transaction began. */
  readonly onProjected: (events: readonly ProjectedEvent[], begunAt: Date, offset: number) => void;
}

/** Projects what the journal's follower hands over. */
export class Projector {
  private readonly logger = new Logger('Projection');

  constructor(private readonly options: ProjectorOptions) {}

  async take({ term, position, batches }: JournalStep): Promise<StoredPosition> {
    const { projection, onFacts, onProjected } = this.options;
    const last = batches.at(-1);
    if (!last) return position;
    const content = contentOf(batches);
    const to = {
      nextOffset: offsetAfter(last),
      anchor: fingerprintOf(last),
      lastEventAt: content.lastAt ?? position.lastEventAt,
    };
    const begunAt = new Date();
    const facts = await projection.apply({ term, from: position.nextOffset, to, content });
    if (content.ignored > 0)
      this.logger.warn(`ignored ${content.ignored} unreadable entries before offset ${to.nextOffset}`);
    onFacts(facts);
    onProjected(content.taskEvents, begunAt, to.nextOffset);
    return to;
  }
}
