import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JournalWriter } from '@celerity/messaging';
import { PassedBarriers } from './passed-barriers.js';

/** The tables are further behind the journal than could be waited for. */
export class ProjectionLags extends Error {
  override readonly name = 'ProjectionLags';

  constructor() {
    super('the projection lags behind the journal');
  }
}

/** Waits until the tables know everything that was journaled before the call. */
@Injectable()
export class JournalBarrier {
  constructor(
    private readonly journal: JournalWriter,
    private readonly barriers: PassedBarriers,
  ) {}

  /** @throws BrokerUnavailable, ConfirmUnknown; ProjectionLags */
  async pass(waitMs: number): Promise<void> {
    const barrier_id = randomUUID();
    const barrier = { type: 'barrier', barrier_id, at: new Date().toISOString() } as const;
    await this.journal.append(barrier, { timeoutMs: waitMs }).confirmed;
    if (!(await this.barriers.passed(barrier_id, waitMs))) throw new ProjectionLags();
  }
}
