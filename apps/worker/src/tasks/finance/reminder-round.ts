import type { FailedShop, UnreachableShop } from '@celerity/contracts';
import { PermanentMailError, TemporaryMailError } from '../../mall/mail/mail-errors.js';
import { fenOf } from '../../mall/money.js';
import type { ShopToRemind } from './reminder-queue.js';
import type { ShopReminded } from './shop-reminder.js';

/** After so many mails in a row without any answer from the server, the rest waits for the next attempt. */
const UNANSWERED_IN_A_ROW = 3;
/** So many shops are named in an error; it should stay readable. */
const NAMED_IN_ERROR = 5;

/** Keeps count while the shops are written to, and decides which failures concern only one of them. */
export class ReminderRound {
  mails = 0;
  bills = 0;
  fen = 0n;
  readonly withoutEmail: UnreachableShop[] = [];
  readonly failed: FailedShop[] = [];
  private readonly postponed: string[] = [];
  private unanswered = 0;

  noAddress({ name, code, bill_count }: ShopToRemind): void {
    this.withoutEmail.push({ shop: name, code, bill_count });
  }

  /** @throws whatever the other shops would meet as well */
  async attempt(shop: ShopToRemind, remind: () => Promise<ShopReminded>): Promise<void> {
    try {
      const { bills, amount } = await remind();
      this.mails += bills > 0 ? 1 : 0;
      this.bills += bills;
      this.fen += fenOf(amount);
      this.unanswered = 0;
    } catch (error) {
      this.note(shop, error);
    }
  }

  /** @throws TemporaryMailError when some shops must be tried again later */
  end(): void {
    if (this.postponed.length === 0) return;
    const named = this.postponed.slice(0, NAMED_IN_ERROR).join('; ');
    const more = this.postponed.length - NAMED_IN_ERROR;
    throw new TemporaryMailError(
      `mails sent: ${this.mails}; to be tried again: ${this.postponed.length} (${named}` +
        (more > 0 ? `; and ${more} more)` : ')'),
      false,
    );
  }

  private note({ name, code, bill_count }: ShopToRemind, error: unknown): void {
    if (error instanceof PermanentMailError && error.concernsThisMail) {
      this.failed.push({ shop: name, code, bill_count, reason: error.message });
      this.unanswered = 0;
      return;
    }
    if (!(error instanceof TemporaryMailError)) throw error;
    this.postponed.push(`${code} ${error.message}`);
    this.unanswered = error.unreachable ? this.unanswered + 1 : 0;
    if (this.unanswered === UNANSWERED_IN_A_ROW) this.end();
  }
}
