import type { JournalLine } from '../system/broker-client.ts';
import type { QueueState } from '../system/broker.ts';
import type { Submission } from '../system/ledger.ts';
import type { Expectations } from './expectations.ts';

/** A task as the monitor's table has it. */
export interface TableTask extends Record<string, unknown> {
  readonly task_id: string;
  readonly state: string;
  readonly attempt: number;
  readonly result: unknown;
  readonly error: { readonly type: string } | null;
  readonly kwargs: { readonly ref?: string } | null;
  readonly schedule: string | null;
  readonly max_retries: number | null;
}

/** A run or an effect of a chaos task. */
export interface Effect extends Record<string, unknown> {
  readonly task_id: string;
  readonly ref: string;
  readonly attempt: number;
  readonly kind: 'begun' | 'done';
  readonly worker: string;
}

/** A task as the API shows it. */
export interface ApiTask {
  readonly task_id: string;
  readonly status: string;
  readonly attempt: number;
  readonly result: unknown;
  readonly error: { readonly type: string } | null;
}

export interface Occurrence extends Record<string, unknown> {
  readonly schedule_id: string;
  readonly due_at: Date;
  readonly task_id: string;
}

/** Everything that the checker judges by, collected when the system is quiet. */
export interface Evidence {
  readonly submissions: readonly Submission[];
  readonly table: ReadonlyMap<string, TableTask>;
  readonly api: ReadonlyMap<string, ApiTask>;
  readonly journal: readonly JournalLine[];
  readonly effects: readonly Effect[];
  readonly queues: readonly QueueState[];
  readonly timers: number;
  readonly deadLetters: readonly string[];
  readonly occurrences: readonly Occurrence[];
  readonly expectations: Expectations;
}

/** A judgement: what is wrong, in words that name tasks. */
export type Check = (evidence: Evidence) => string[];
