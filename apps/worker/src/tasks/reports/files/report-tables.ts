import type { ReportFigures } from '@celerity/contracts';
import { BILL_KINDS } from '../../../mall/bill-kinds.js';
import { groupDigits } from '../../../mall/money.js';
import { AGE_LABELS, type Label, LABELS, MAIL_KIND_LABELS } from './report-labels.js';

/** `amount` is an exact decimal as text, `count` a whole number. */
export type CellKind = 'text' | 'label' | 'count' | 'amount';

export interface ReportColumn {
  readonly label: Label;
  readonly kind: CellKind;
}

export type ReportCell = string | number | Label;

/** A table as every format shows it. */
export interface ReportTable {
  readonly label: Label;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly (readonly ReportCell[])[];
  /** Last line, set off from the rows. */
  readonly total?: readonly ReportCell[];
}

/** A figure that stands for itself. */
export interface ReportFact {
  readonly label: Label;
  readonly kind: CellKind;
  readonly value: ReportCell;
}

const known = (labels: Readonly<Record<string, Label>>, name: string): Label =>
  labels[name] ?? { zh: name, en: name };

const BILL_COLUMNS: readonly ReportColumn[] = [
  { label: LABELS.bills, kind: 'count' },
  { label: LABELS.amount, kind: 'amount' },
];

/** The figures at a glance, in the order in which people ask for them. */
export function reportFacts(figures: ReportFigures): ReportFact[] {
  const { occupancy, billed, collected, overdue } = figures;
  const optional = (value: number | undefined, label: Label): ReportFact[] =>
    value === undefined ? [] : [{ label, kind: 'count', value }];
  return [
    { label: LABELS.billed, kind: 'amount', value: billed.amount },
    { label: LABELS.collected, kind: 'amount', value: collected.amount },
    { label: LABELS.overdue, kind: 'amount', value: overdue.amount },
    { label: LABELS.contractsStarted, kind: 'count', value: figures.contracts_started },
    { label: LABELS.contractsEnded, kind: 'count', value: figures.contracts_ended },
    { label: LABELS.occupancy, kind: 'text', value: `${occupancy.percent} %` },
    {
      label: LABELS.area,
      kind: 'text',
      value: `${groupDigits(occupancy.let_m2)} / ${groupDigits(occupancy.total_m2)}`,
    },
    { label: LABELS.units, kind: 'text', value: `${occupancy.units_let} / ${occupancy.units}` },
    { label: LABELS.mails, kind: 'count', value: figures.mails_sent },
    ...optional(figures.bills_reminded, LABELS.reminded),
    ...optional(figures.tasks_completed, LABELS.tasks),
  ];
}

/** The tables of a report; those named here are also what the charts are drawn from. */
export function reportTables(figures: ReportFigures): {
  byKind: ReportTable;
  ageing: ReportTable;
  topShops: ReportTable;
  mails: ReportTable;
} {
  const { collected, overdue } = figures;
  return {
    byKind: {
      label: LABELS.byKind,
      columns: [{ label: LABELS.kind, kind: 'label' }, ...BILL_COLUMNS],
      rows: figures.collected_by_kind.map(({ kind, bills, amount }) => [
        known(BILL_KINDS, kind),
        bills,
        amount,
      ]),
      total: [LABELS.total, collected.bills, collected.amount],
    },
    ageing: {
      label: LABELS.ageing,
      columns: [{ label: LABELS.days, kind: 'label' }, ...BILL_COLUMNS],
      rows: figures.overdue_ageing.map(({ days, bills, amount }) => [known(AGE_LABELS, days), bills, amount]),
      total: [LABELS.total, overdue.bills, overdue.amount],
    },
    topShops: {
      label: LABELS.topShops,
      columns: [
        { label: LABELS.shopCode, kind: 'text' },
        { label: LABELS.shop, kind: 'text' },
        { label: LABELS.shopEn, kind: 'text' },
        ...BILL_COLUMNS,
      ],
      rows: figures.top_shops.map(({ code, name, name_en, bills, amount }) => [
        code,
        name,
        name_en,
        bills,
        amount,
      ]),
    },
    mails: {
      label: LABELS.mailsByKind,
      columns: [
        { label: LABELS.mailKind, kind: 'label' },
        { label: LABELS.mails, kind: 'count' },
      ],
      rows: (figures.mails_by_kind ?? []).map(({ kind, mails }) => [known(MAIL_KIND_LABELS, kind), mails]),
    },
  };
}
