import type { TaskMessage } from '@celerity/contracts';
import type { Delivery, JournalEntry } from '@celerity/messaging';
import type { TraceSpan } from '@celerity/service';
import type { Cancellation } from './cancellation.js';
import type { RegisteredTask } from '../handlers/handler-registry.js';

/** One attempt on its way through the runner. */
export interface Attempt {
  readonly delivery: Delivery;
  readonly message: TaskMessage;
  readonly registered: RegisteredTask;
  readonly cancellation: Cancellation;
  readonly startedAt: Date;
  /** The `started` event; dropped when the outcome overtakes it. */
  readonly started: JournalEntry;
  /** Null when nobody collects traces. */
  readonly span: TraceSpan | null;
}
