import { Injectable } from '@nestjs/common';
import { JournalWriter } from '@celerity/messaging';
import type { RevokedTimer } from './revocation-store.js';

const CONFIRM_MS = 5_000;

/** Ends the tasks whose timers are taken away. */
@Injectable()
export class RevokedTimers {
  constructor(private readonly journal: JournalWriter) {}

  /**
   * Resolves when the journal says that the tasks were revoked.
   * @throws BrokerUnavailable, ConfirmUnknown: the timers must stay
   */
  async end(timers: readonly RevokedTimer[]): Promise<void> {
    const at = new Date().toISOString();
    const entries = timers.map(({ taskId, attempt }) =>
      this.journal.append({ type: 'revoked', task_id: taskId, at, attempt }, { timeoutMs: CONFIRM_MS }),
    );
    await Promise.all(entries.map(({ confirmed }) => confirmed));
  }
}
