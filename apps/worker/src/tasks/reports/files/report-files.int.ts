import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generateMonthlyReport,
  InvalidArguments,
  type ReportOutput,
  validateInput,
} from '@celerity/contracts';
import { FolderShelf } from '@celerity/service';
import ExcelJS from 'exceljs';
import JSZip from 'jszip';
import { sql } from 'kysely';
import { formatAmount } from '../../../mall/money.js';
import { RecordingContext } from '../../../testing/recording-context.js';
import { TestMall } from '../../../testing/test-mall.js';
import { GenerateMonthlyReportHandler } from '../generate-monthly-report.handler.js';
import { ReportGenerator } from '../report-generator.js';
import { ReportFiles } from './report-files.js';
import { ReportSettings } from './report-settings.js';

let mall: TestMall;
let folder: string;
let handler: GenerateMonthlyReportHandler;
let output: ReportOutput;

const run = (input = {}, context = new RecordingContext(generateMonthlyReport.name)) =>
  handler.run(input, context);

beforeAll(async () => {
  mall = await TestMall.create();
  await mall.seed();
  await sql`update mall.shops set name = '<b>甲</b> & "乙"'
    where id in (select shop_id from mall.bills where status = 'paid')`.execute(mall.db);
  folder = await mkdtemp(join(tmpdir(), 'reports-'));
  const files = new ReportFiles(new ReportSettings(new FolderShelf(folder)));
  handler = new GenerateMonthlyReportHandler(new ReportGenerator(mall.db, mall.settings, files));
  output = await run();
});
afterAll(async () => {
  await mall?.close();
  await rm(folder, { recursive: true, force: true });
});

async function contentOf(format: string, of = output): Promise<Buffer> {
  const record = await new FolderShelf(folder).find(`${of.report_name}.${format}`);
  return readFile(join(folder, record?.file_name ?? 'nothing'));
}

async function workbook(): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  const content = await contentOf('xlsx');
  await book.xlsx.load(content as unknown as ExcelJS.Buffer);
  return book;
}

/** Every cell of a sheet, as its rows. */
function cellsOf(book: ExcelJS.Workbook, name: string): unknown[][] {
  const rows: unknown[][] = [];
  book.getWorksheet(name)?.eachRow((row) => rows.push((row.values as unknown[]).slice(1)));
  return rows;
}

describe('the files of a report', () => {
  it('are there, with the checksums that the result names', async () => {
    expect(output.files?.map(({ format }) => format)).toEqual(['xlsx', 'html', 'json']);
    for (const { format, bytes, sha256 } of output.files ?? []) {
      const content = await contentOf(format);
      expect([format, content.length, createHash('sha256').update(content).digest('hex')]).toEqual([
        format,
        bytes,
        sha256,
      ]);
    }
  });

  it('hold the same figures as the row, in JSON as exact text', async () => {
    const json = JSON.parse((await contentOf('json')).toString()) as ReportOutput;
    expect(json.figures).toEqual(output.figures);
    expect(json).toMatchObject({ report_name: output.report_name, zone: 'Asia/Shanghai' });
  });

  it('read back from XLSX cell by cell', async () => {
    const { figures } = output;
    const book = await workbook();
    expect(book.worksheets.map(({ name }) => name)).toEqual([
      '概要 Summary',
      '按费用收款 Collections by charge',
      '逾期账龄 Overdue by age',
      '缴款前十商铺 Top shops by payment',
      '邮件分类 E-mails by kind',
    ]);
    const summary = new Map(cellsOf(book, '概要 Summary').map(([, en, value]) => [en, value]));
    expect(summary.get('Revenue billed')).toBe(Number(figures.billed.amount));
    expect(summary.get('Collected')).toBe(Number(figures.collected.amount));
    expect(summary.get('Overdue')).toBe(Number(figures.overdue.amount));
    expect(summary.get('Contracts begun')).toBe(figures.contracts_started);
    expect(summary.get('Contracts ended')).toBe(figures.contracts_ended);
    expect(summary.get('Occupancy by area')).toBe(`${figures.occupancy.percent} %`);
    const { let_m2, total_m2 } = figures.occupancy;
    const area = String(summary.get('Area let / lettable (m²)'));
    expect(area).toMatch(/^\d{1,3}(,\d{3})*\.\d\d \/ \d{1,3}(,\d{3})*\.\d\d$/);
    expect(area.replaceAll(',', '')).toBe(`${let_m2} / ${total_m2}`);
    expect(summary.get('E-mails sent')).toBe(figures.mails_sent);
    expect(cellsOf(book, '按费用收款 Collections by charge')).toEqual([
      ['费用 Charge', '账单数 Bills', '金额（元） Amount (CNY)'],
      ...figures.collected_by_kind.map(({ bills, amount }) => [expect.any(String), bills, Number(amount)]),
      ['合计 Total', figures.collected.bills, Number(figures.collected.amount)],
    ]);
    expect(cellsOf(book, '逾期账龄 Overdue by age')).toEqual([
      ['逾期天数 Days overdue', '账单数 Bills', '金额（元） Amount (CNY)'],
      ...figures.overdue_ageing.map(({ bills, amount }) => [expect.any(String), bills, Number(amount)]),
      ['合计 Total', figures.overdue.bills, Number(figures.overdue.amount)],
    ]);
    expect(cellsOf(book, '缴款前十商铺 Top shops by payment').slice(1)).toEqual(
      figures.top_shops.map(({ code, name, name_en, bills, amount }) => [
        ...[code, name, name_en, bills],
        Number(amount),
      ]),
    );
    const cell = book.getWorksheet('逾期账龄 Overdue by age')?.getCell('C2');
    expect([cell?.numFmt, cell?.type]).toEqual(['#,##0.00', ExcelJS.ValueType.Number]);
  });

  it('have charts in XLSX that draw those very cells', async () => {
    const zip = await JSZip.loadAsync(await contentOf('xlsx'));
    const types = await zip.file('[Content_Types].xml')?.async('string');
    for (const [part, sheet, count] of [
      ['xl/charts/chart1.xml', '逾期账龄 Overdue by age', 4],
      ['xl/charts/chart2.xml', '缴款前十商铺 Top shops by payment', output.figures.top_shops.length],
    ] as const) {
      const chart = (await zip.file(part)?.async('string')) ?? '';
      expect(types).toContain(`PartName="/${part}"`);
      const book = await workbook();
      const found = [...chart.matchAll(/<c:f>(.*?)<\/c:f>/g)].map(([, range = '']) => range);
      for (const [index, range] of found.entries()) {
        const [, column = '', first, last] = /\$([A-Z])\$(\d+):\$[A-Z]\$(\d+)$/.exec(range) ?? [];
        expect(range).toContain(sheet);
        expect(Number(last) - Number(first) + 1).toBe(count);
        const cached = [...chart.matchAll(/<c:v>(.*?)<\/c:v>/g)].map(([, value]) => value);
        const cells = Array.from({ length: count }, (_, at) =>
          String(book.getWorksheet(sheet)?.getCell(`${column}${Number(first) + at}`).value),
        );
        const escaped = cells.map((text) =>
          text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'),
        );
        expect(cached.slice(index * count, (index + 1) * count)).toEqual(escaped);
      }
      expect(found).toHaveLength(2);
    }
  });

  it('show every figure in HTML, escaped, with charts, loading nothing', async () => {
    const html = (await contentOf('html')).toString();
    const { figures } = output;
    for (const amount of [
      figures.billed.amount,
      figures.collected.amount,
      ...figures.overdue_ageing.map((bucket) => bucket.amount),
      ...figures.top_shops.map((shop) => shop.amount),
    ]) {
      expect(html).toContain(formatAmount(amount));
    }
    expect(html).toContain('&lt;b&gt;甲&lt;/b&gt; &amp; &quot;乙&quot;');
    expect(html).not.toContain('<b>甲');
    expect(html.match(/<svg /g)).toHaveLength(2);
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|src=|@import|url\(|NaN|undefined|\[object/,
    );
  });

  it('replace those of an earlier run, and leave nothing else behind', async () => {
    const before = await readdir(folder);
    expect(before).toHaveLength(6);
    const again = await run();
    const after = await readdir(folder);
    expect(after).toHaveLength(6);
    expect(after.filter((name) => !before.includes(name))).toHaveLength(3);
    expect(again.report_name).toBe(output.report_name);
    output = again;
  });

  it('of a period in which nothing happened are whole too', async () => {
    const empty = await run({ period_start: '2001-02-01' });
    expect(empty.report_name).toBe('monthly-2001-02-01');
    expect((await contentOf('html', empty)).toString()).toContain('Nothing in this period');
    const zip = await JSZip.loadAsync(await contentOf('xlsx', empty));
    expect(zip.file('xl/charts/chart1.xml')).not.toBeNull();
    expect(zip.file('xl/charts/chart2.xml')).toBeNull();
  });
});

describe('backfilling', () => {
  it('sends a task for each earlier period, the same ones when it is run again', async () => {
    const context = new RecordingContext(generateMonthlyReport.name);
    const result = await run({ period_start: '2026-02-01', periods: 4 }, context);
    expect(result.backfilled).toBe(3);
    expect(context.sent.map(({ input }) => input)).toEqual([
      { period_start: '2026-01-01' },
      { period_start: '2025-12-01' },
      { period_start: '2025-11-01' },
    ]);
    expect(new Set(context.sent.map(({ taskId }) => taskId)).size).toBe(3);
  });

  it.each([0, 101, 1.5, '3'])('refuses %j periods', (periods) => {
    expect(() => validateInput(generateMonthlyReport, [], { periods })).toThrow(InvalidArguments);
  });
});
