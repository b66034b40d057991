import { type EventEmitter, once } from 'node:events';
import type { Writable } from 'node:stream';
import ExcelJS from 'exceljs';
import type { ColumnKind, ExportColumn, ExportRow } from '../export-reader.js';
import { heard, type RowWriter, type RowWriterFactory } from './row-writer.js';

/** A cell would hold more than a spreadsheet's cell may; nothing is cut silently. */
export class CellTooLong extends Error {
  override readonly name = 'CellTooLong';
}

/** Rows of one sheet, the heading not among them. */
export const MAX_SHEET_ROWS = 1_048_575;
const MAX_CELL_CHARACTERS = 32_767;
const LOOK_AGAIN_MS = 1_000;

const STYLES: Readonly<Record<ColumnKind, { width: number; numFmt?: string }>> = {
  text: { width: 22 },
  integer: { width: 12, numFmt: '0' },
  amount: { width: 16, numFmt: '#,##0.00' },
  day: { width: 12, numFmt: 'yyyy-mm-dd' },
  time: { width: 20, numFmt: 'yyyy-mm-dd hh:mm:ss' },
};

/** A workbook, written as its rows come; after a million rows another sheet is begun. */
export const xlsxWriter: RowWriterFactory = (out, columns, title) =>
  new XlsxWriter(out, columns, title, MAX_SHEET_ROWS);

/** Exported for its tests, which have no patience for a million rows. */
export class XlsxWriter implements RowWriter {
  private readonly workbook: ExcelJS.stream.xlsx.WorkbookWriter;
  private sheet: ExcelJS.Worksheet;
  private sheets = 0;
  private rows = 0;

  constructor(
    private readonly out: Writable,
    private readonly columns: readonly ExportColumn[],
    private readonly title: string,
    private readonly sheetRows: number,
  ) {
    this.workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
      stream: out,
      useStyles: true,
      // Shared strings would all be held in memory until the end.
      useSharedStrings: false,
    });
    this.sheet = this.addSheet();
  }

  async write(rows: readonly ExportRow[]): Promise<void> {
    for (const row of rows) {
      if (this.rows === this.sheetRows) this.nextSheet();
      this.sheet.addRow(this.columns.map((column) => cellOf(row, column))).commit();
      this.rows += 1;
    }
    await this.room();
  }

  async end(): Promise<void> {
    const finished = heard(this.out, 'finish');
    this.sheet.commit();
    // The workbook hears nothing of a file that fails: it would wait for ever.
    await Promise.race([finished, this.workbook.commit().then(() => finished)]);
  }

  private nextSheet(): void {
    this.sheet.commit();
    this.rows = 0;
    this.sheet = this.addSheet();
  }

  private addSheet(): ExcelJS.Worksheet {
    this.sheets += 1;
    const name = this.sheets === 1 ? this.title : `${this.title} ${this.sheets}`;
    const sheet = this.workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = this.columns.map((column) => {
      const { width, numFmt } = STYLES[column.kind];
      return { header: column.name, width, ...(numFmt ? { style: { numFmt } } : {}) };
    });
    const heading = sheet.getRow(1);
    heading.font = { bold: true };
    heading.commit();
    return sheet;
  }

  /** The workbook itself never waits for zip, and would queue a fast cursor's rows in memory. */
  private async room(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.out.errored) throw this.out.errored;
    for (const entry of (this.sheet as unknown as PipedSheet).stream.pipes) {
      while (entry._writableState.needDrain && !this.out.errored) await nextDrain(entry);
    }
  }
}

/** How ExcelJS hands a sheet to zip; not in its types. */
interface PipedSheet {
  readonly stream: { readonly pipes: readonly ZipEntry[] };
}

interface ZipEntry extends EventEmitter {
  readonly _writableState: { readonly needDrain: boolean };
}

/** A file that fails drains nothing, so the wait is short and looks again. */
function nextDrain(entry: ZipEntry): Promise<unknown> {
  return once(entry, 'drain', { signal: AbortSignal.timeout(LOOK_AGAIN_MS) }).catch(() => undefined);
}

function cellOf(row: ExportRow, { name, kind }: ExportColumn): string | number | Date | null {
  const value = row[name] ?? null;
  if (value === null) return null;
  // At most 14 digits, which a spreadsheet's numbers show exactly.
  if (kind === 'integer' || kind === 'amount') return Number(value);
  // Spreadsheets know no zones: what is written as UTC is shown as it is.
  if (kind === 'day') return new Date(`${value}T00:00:00Z`);
  if (kind === 'time') return new Date(`${value.replace(' ', 'T')}Z`);
  if (value.length <= MAX_CELL_CHARACTERS) return value;
  throw new CellTooLong(
    `${name} has ${value.length} characters, more than the ${MAX_CELL_CHARACTERS} that a spreadsheet's cell ` +
      'may hold: export as csv or jsonl, or filter the row out',
  );
}
