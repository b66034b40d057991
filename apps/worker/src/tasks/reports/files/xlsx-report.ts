import ExcelJS from 'exceljs';
import { MALL } from '../../../mall/mall-identity.js';
import { both, LABELS, REPORT_TITLES } from './report-labels.js';
import { localPeriod, type PrintedReport } from './printed-report.js';
import {
  type CellKind,
  type ReportCell,
  reportFacts,
  type ReportTable,
  reportTables,
} from './report-tables.js';
import { addBarCharts, type SheetChart } from './xlsx-chart.js';

const NUMBER_FORMATS: Readonly<Record<CellKind, string | undefined>> = {
  text: undefined,
  label: undefined,
  count: '#,##0',
  amount: '#,##0.00',
};
const WIDTHS: Readonly<Record<CellKind, number>> = { text: 24, label: 32, count: 14, amount: 20 };
const WINE = 'FF7A2E3A';

/** A workbook: the summary with its charts first, then a sheet for each table. */
export async function renderXlsxReport(report: PrintedReport): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = `${MALL.name} ${MALL.name_en}`;
  workbook.created = workbook.modified = report.generatedAt.toJSDate();
  addSummary(workbook, report);
  const { byKind, ageing, topShops, mails } = reportTables(report.figures);
  for (const table of [byKind, ageing, topShops, mails]) addTable(workbook, table);
  const charts = [chartOf(ageing, 0, 3), chartOf(topShops, 1, 20)];
  return addBarCharts(
    Buffer.from(await workbook.xlsx.writeBuffer()),
    charts.filter(({ values }) => values.length > 0),
  );
}

function addSummary(workbook: ExcelJS.Workbook, report: PrintedReport): void {
  const sheet = workbook.addWorksheet(both(LABELS.summary), printed());
  sheet.columns = [{ width: 24 }, { width: 34 }, { width: 28 }];
  const { zh, en } = REPORT_TITLES[report.kind];
  const { from, to, generatedAt } = localPeriod(report);
  sheet.addRow([zh, en, `${MALL.name} ${MALL.name_en}`]).font = {
    bold: true,
    size: 14,
    color: { argb: WINE },
  };
  sheet.addRow([LABELS.period.zh, LABELS.period.en, `${from} – ${to}`]);
  sheet.addRow(['', '', report.zone]);
  sheet.addRow([LABELS.asOf.zh, LABELS.asOf.en, report.figures.as_of]);
  sheet.addRow([LABELS.generated.zh, LABELS.generated.en, generatedAt]);
  sheet.addRow([]);
  heading(sheet.addRow([LABELS.figure.zh, LABELS.figure.en, both(LABELS.value)]));
  for (const { label, kind, value } of reportFacts(report.figures)) {
    format(sheet.addRow([label.zh, label.en, cellOf(value, kind)]).getCell(3), kind, 'right');
  }
}

function addTable(workbook: ExcelJS.Workbook, { label, columns, rows, total }: ReportTable): void {
  const sheet = workbook.addWorksheet(both(label), {
    ...printed(),
    views: [{ state: 'frozen', ySplit: 1 }],
  });
  sheet.columns = columns.map(({ kind }) => ({ width: WIDTHS[kind] }));
  heading(sheet.addRow(columns.map((column) => both(column.label))));
  const add = (cells: readonly ReportCell[]): ExcelJS.Row => {
    const row = sheet.addRow(cells.map((value, index) => cellOf(value, columns[index]?.kind ?? 'text')));
    columns.forEach(({ kind }, index) => format(row.getCell(index + 1), kind));
    return row;
  };
  for (const cells of rows) add(cells);
  if (!total) return;
  const last = add(total);
  last.font = { bold: true };
  last.eachCell((cell) => (cell.border = { top: { style: 'medium', color: { argb: WINE } } }));
}

/** At most 14 digits, which a spreadsheet's numbers show exactly. */
function cellOf(value: ReportCell, kind: CellKind): string | number {
  if (typeof value === 'object') return both(value);
  return kind === 'amount' || kind === 'count' ? Number(value) : String(value);
}

function format(cell: ExcelJS.Cell, kind: CellKind, horizontal?: 'right'): void {
  const numFmt = NUMBER_FORMATS[kind];
  if (numFmt) cell.numFmt = numFmt;
  if (horizontal) cell.alignment = { horizontal };
}

function heading(row: ExcelJS.Row): void {
  row.font = { bold: true, color: { argb: 'FFFFFFFF' } };
  row.eachCell((cell) => (cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: WINE } }));
}

function printed(): Partial<ExcelJS.AddWorksheetOptions> {
  return {
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  };
}

/** Names are in the given column of the table's sheet, amounts in its last; row 1 is the heading. */
function chartOf({ label, columns, rows }: ReportTable, nameColumn: number, topRow: number): SheetChart {
  return {
    title: both(label),
    sheet: both(label),
    ...{ nameColumn: nameColumn + 1, valueColumn: columns.length, firstRow: 2, topRow },
    names: rows.map((row) => String(cellOf(row[nameColumn] ?? '', 'text'))),
    values: rows.map((row) => Number(row.at(-1))),
  };
}
