import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JournalWriter } from '@celerity/messaging';

const CONFIRM_MS = 1_500;

/** Marks in the journal: an answer given after one is projected knows everything that was journaled before it. */
@Injectable()
export class Barriers {
  constructor(private readonly journal: JournalWriter) {}

  /**
   * Writes a barrier and returns its id.
   * @throws BrokerUnavailable, ConfirmUnknown
   */
  async write(): Promise<string> {
    const barrier_id = randomUUID();
    const event = { type: 'barrier', barrier_id, at: new Date().toISOString() } as const;
    await this.journal.append(event, { timeoutMs: CONFIRM_MS }).confirmed;
    return barrier_id;
  }
}
