import Handlebars from 'handlebars';
import { MALL } from '../../../mall/mall-identity.js';
import { formatAmount } from '../../../mall/money.js';
import { type Bar, barChartSvg } from './bar-chart.js';
import { HTML_TEMPLATE } from './html-report.template.js';
import { both, type Label, LABELS, REPORT_TITLES } from './report-labels.js';
import { localPeriod, type PrintedReport } from './printed-report.js';
import {
  type CellKind,
  type ReportCell,
  reportFacts,
  type ReportTable,
  reportTables,
} from './report-tables.js';

const html = Handlebars.compile(HTML_TEMPLATE);

/** A page for people: reads on a screen and prints on paper. */
export function renderHtmlReport(report: PrintedReport): string {
  const { byKind, ageing, topShops, mails } = reportTables(report.figures);
  return html({
    ...{ mall: MALL, title: REPORT_TITLES[report.kind], ...localPeriod(report), zone: report.zone },
    ...{ period: LABELS.period, generated: LABELS.generated, asOf: LABELS.asOf },
    asOfDay: report.figures.as_of,
    facts: reportFacts(report.figures).map(({ label, kind, value }) => ({ label, ...cell(value, kind) })),
    tables: [byKind, withBars(ageing, 0), withBars(topShops, 1), mails].map((table) => viewOf(table)),
  });
}

type ChartedTable = ReportTable & { readonly chart?: string };

/** Draws the amounts, which are each table's last column. */
function withBars(table: ReportTable, nameColumn: number): ChartedTable {
  if (table.rows.length === 0) return table;
  const bars = table.rows.map((row): Bar => {
    const amount = String(row.at(-1));
    return { label: textOf(row[nameColumn] ?? ''), size: Number(amount), text: formatAmount(amount) };
  });
  return { ...table, chart: barChartSvg(both(table.label), bars) };
}

function viewOf({ label, columns, rows, total, chart }: ChartedTable) {
  const cells = (row: readonly ReportCell[]) =>
    row.map((value, index) => cell(value, columns[index]?.kind ?? 'text'));
  return {
    ...{ label, columns, nothing: LABELS.nothing, rows: rows.map(cells), chart },
    total: rows.length > 0 && total ? cells(total) : undefined,
  };
}

function cell(value: ReportCell, kind: CellKind): { kind: CellKind; text?: string; label?: Label } {
  if (typeof value === 'object') return { kind, label: value };
  return { kind, text: kind === 'amount' ? formatAmount(String(value)) : String(value) };
}

function textOf(value: ReportCell): string {
  return typeof value === 'object' ? both(value) : String(value);
}
