import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExportDataInput, exportData, validateInput } from '@celerity/contracts';
import { FolderShelf } from '@celerity/service';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { amountOf } from '../../mall/money.js';
import { RecordingContext } from '../../testing/recording-context.js';
import { TestMall, ZONE } from '../../testing/test-mall.js';
import { ExportDataHandler } from './export-data.handler.js';
import { ExportReaders } from './export-readers.js';
import { ExportSettings } from './export-settings.js';
import { ExportShelf } from './export-shelf.js';
import { MallReader } from './mall-reader.js';
import { TaskHistoryReader } from './task-history-reader.js';

let mall: TestMall;
let folder: string;
let handler: ExportDataHandler;
let today: string;

const readers = () =>
  new ExportReaders(new MallReader(mall.db, mall.settings), new TaskHistoryReader(mall.settings));

beforeAll(async () => {
  mall = await TestMall.create();
  today = await mall.seed();
  folder = await mkdtemp(join(tmpdir(), 'exports-'));
  const settings = new ExportSettings(new FolderShelf(folder), 72);
  handler = new ExportDataHandler(readers(), settings, new ExportShelf(mall.db, settings));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await mall?.close();
});

async function run(input: object): Promise<{ rows: number; path: string }> {
  const checked = validateInput(exportData, [], { ...input }) as ExportDataInput;
  const { rows, file_name } = await handler.run(checked, new RecordingContext(exportData.name));
  return { rows, path: join(folder, file_name) };
}

async function count(query: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${query}`.execute(mall.db);
  return rows[0]?.n ?? 0;
}

async function sheetOf(path: string): Promise<ExcelJS.Worksheet> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook.worksheets[0] as ExcelJS.Worksheet;
}

describe('export_data of the example mall', () => {
  it('has every bill in the workbook, cell by cell', async () => {
    const { path, rows } = await run({ export_type: 'finances', format: 'xlsx' });
    const sheet = await sheetOf(path);
    expect(sheet.name).toBe('finances');
    expect(sheet.rowCount).toBe(rows + 1);
    expect(sheet.getRow(1).font?.bold).toBe(true);
    const names = (sheet.getRow(1).values as string[]).slice(1);
    const bills = await sql<Record<string, string>>`
      select b.id::text as bill_id, s.code, s.name, b.amount::text, b.period_end::text, b.status,
        to_char(b.paid_at at time zone ${ZONE}, 'YYYY-MM-DD HH24:MI:SS') as paid_at
      from mall.bills b join mall.shops s on s.id = b.shop_id order by b.id`.execute(mall.db);
    expect(rows).toBe(bills.rows.length);
    const cell = (row: number, name: string) => sheet.getRow(row).getCell(names.indexOf(name) + 1);
    let fen = 0n;
    for (const [index, bill] of bills.rows.entries()) {
      const row = index + 2;
      expect(cell(row, 'bill_id').value).toBe(Number(bill['bill_id']));
      expect(cell(row, 'shop_code').value).toBe(bill['code']);
      expect(cell(row, 'shop_name').value).toBe(bill['name']);
      expect((cell(row, 'amount').value as number).toFixed(2)).toBe(bill['amount']);
      expect((cell(row, 'period_end').value as Date).toISOString().slice(0, 10)).toBe(bill['period_end']);
      const paid = cell(row, 'paid_at').value as Date | null;
      expect(paid?.toISOString().slice(0, 19).replace('T', ' ') ?? null).toBe(bill['paid_at']);
      fen += BigInt(Math.round((cell(row, 'amount').value as number) * 100));
    }
    expect(cell(2, 'amount').numFmt).toBe('#,##0.00');
    expect(cell(2, 'period_end').numFmt).toBe('yyyy-mm-dd');
    const { rows: sums } = await sql<{
      sum: string;
    }>`select sum(amount)::text as sum from mall.bills`.execute(mall.db);
    expect(amountOf(fen)).toBe(sums[0]?.sum);
  });

  it.each([
    ['shops', { floor: 'L1' }, sql`mall.shops where floor = 'L1'`],
    ['shops', { has_email: false }, sql`mall.shops where email is null`],
    ['shops', { locale: 'en' }, sql`mall.shops where locale = 'en'`],
    ['contracts', { status: 'active' }, sql`mall.contracts where status = 'active'`],
    [
      'contracts',
      { starts_from: '2024-02-29', ends_to: '2030-01-01', starts_to: '2025-12-31', ends_from: '2025-01-01' },
      sql`mall.contracts where starts_on between '2024-02-29' and '2025-12-31' and ends_on between '2025-01-01' and '2030-01-01'`,
    ],
    ['finances', { kind: 'rent', status: 'paid' }, sql`mall.bills where kind = 'rent' and status = 'paid'`],
    [
      'finances',
      { due_from: '2025-01-01', issued_to: '2026-06-30', issued_from: '2025-01-01', due_to: '2026-12-31' },
      sql`mall.bills where period_end between '2025-01-01' and '2026-12-31' and issued_on between '2025-01-01' and '2026-06-30'`,
    ],
    ['notifications', { kind: 'bill_reminder' }, sql`mall.notifications where kind = 'bill_reminder'`],
  ])('has of %s with %j as many rows as the tables', async (export_type, filters, table) => {
    const { rows, path } = await run({ export_type, filters, format: 'jsonl' });
    expect(rows).toBe(await count(table));
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(rows + 1);
  });

  it('narrows notifications by shop, recipient and day', async () => {
    const { rows: some } = await sql<{ code: string; recipient: string }>`
      select s.code, n.recipient from mall.notifications n join mall.shops s on s.id = n.shop_id limit 1`.execute(
      mall.db,
    );
    const [{ code, recipient }] = some as [{ code: string; recipient: string }];
    const { rows } = await run({
      export_type: 'notifications',
      filters: { shop_code: code, recipient, sent_from: '2020-01-01', sent_to: today },
    });
    expect(rows).toBe(await count(sql`mall.notifications where recipient = ${recipient}`));
    for (const export_type of ['shops', 'contracts', 'finances']) {
      expect((await run({ export_type, filters: { shop_code: code } })).rows).toBeGreaterThan(0);
    }
  });
});
