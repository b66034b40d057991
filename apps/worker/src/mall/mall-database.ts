import type { ColumnType, Generated } from 'kysely';

/**
 * A calendar day, `YYYY-MM-DD`. The driver would make an instant of it in the process's own time zone, so
 * queries select `period_end::text`.
 */
type Day = ColumnType<Date, string, string>;
type NullableInstant = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type InstantOfInsert = ColumnType<Date, Date | string | undefined, Date | string>;
/** An exact decimal as text; never a float. */
type Decimal = string;
/** A bigint identity, which the driver gives as text. */
type Id = Generated<string>;

export type Locale = 'zh' | 'en';
export type ContractStatus = 'pending' | 'active' | 'ended' | 'terminated';
export type BillKind = 'rent' | 'utilities' | 'service';
export type BillStatus = 'unpaid' | 'paid' | 'void';

/** A lettable space. */
export interface UnitsTable {
  code: string;
  floor: string;
  area_m2: Decimal;
}

export interface ShopsTable {
  id: Id;
  code: string;
  name: string;
  name_en: string;
  floor: string;
  category: string;
  contact_name: string;
  email: string | null;
  locale: Locale;
  created_at: InstantOfInsert;
}

export interface ContractsTable {
  id: Id;
  shop_id: string;
  unit: string;
  area_m2: Decimal;
  monthly_rent: Decimal;
  starts_on: Day;
  /** Last day. */
  ends_on: Day;
  status: ContractStatus;
}

export interface BillsTable {
  id: Id;
  shop_id: string;
  contract_id: string;
  kind: BillKind;
  period_start: Day;
  /** Last day of the period, by which the bill is to be paid. */
  period_end: Day;
  amount: Decimal;
  currency: Generated<string>;
  status: BillStatus;
  issued_on: Day;
  paid_at: NullableInstant;
  /** The `check_pending_bills` task that handed the bill over to be reminded. */
  reminder_claimed_by: string | null;
  reminder_claimed_at: NullableInstant;
  reminded_at: NullableInstant;
  reminder_message_id: string | null;
}

export interface NotificationsTable {
  id: Id;
  recipient: string;
  subject: string;
  body: string;
  locale: Locale;
  kind: 'bill_reminder' | 'notification';
  shop_id: string | null;
  message_id: string;
  task_id: string | null;
  status: 'sent';
  sent_at: InstantOfInsert;
  created_at: InstantOfInsert;
}

export interface ReportsTable {
  id: Id;
  kind: string;
  period_start: ColumnType<Date, Date | string, Date | string>;
  period_end: ColumnType<Date, Date | string, Date | string>;
  zone: string;
  data: ColumnType<unknown, string, string>;
  generated_at: InstantOfInsert;
  task_id: string;
}

/** Written by the engine in the transaction of a `transactional` task. */
export interface TaskCompletionsTable {
  task_id: string;
  result: ColumnType<unknown, string | null, string | null>;
  completed_at: InstantOfInsert;
}

/** Files that were exported and are still kept. */
export interface ExportsTable {
  /** Also the id of the task that made it. */
  id: string;
  export_type: string;
  format: string;
  filters: ColumnType<unknown, string, string>;
  file_name: string;
  row_count: ColumnType<string, number, number>;
  bytes: ColumnType<string, number, number>;
  sha256: string;
  created_at: InstantOfInsert;
  expires_at: ColumnType<Date, Date | string, Date | string>;
}

/** The shared cache, unless Redis is. */
export interface CacheEntriesTable {
  key: string;
  value: string;
  expires_at: NullableInstant;
}

/** The business tables that the tasks work on. */
export interface MallDatabase {
  'mall.units': UnitsTable;
  'mall.shops': ShopsTable;
  'mall.contracts': ContractsTable;
  'mall.bills': BillsTable;
  'mall.notifications': NotificationsTable;
  'mall.reports': ReportsTable;
  'mall.task_completions': TaskCompletionsTable;
  'mall.exports': ExportsTable;
  'mall.cache_entries': CacheEntriesTable;
}

/** Where the engine keeps the completion markers of transactional tasks. */
export const MALL_COMPLETION_TABLE = 'mall.task_completions';
