import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { column } from '../export-source.js';
import { XlsxWriter } from './xlsx.writer.js';

const columns = [column('name', 'text', sql`x`), column('amount', 'amount', sql`y`)];

async function write(rows: Record<string, string | null>[], sheetRows = 10): Promise<ExcelJS.Workbook> {
  const out = new PassThrough();
  const content = buffer(out);
  const writer = new XlsxWriter(out, columns, 'bills', sheetRows);
  await writer.write(rows);
  await writer.end();
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load((await content) as unknown as ArrayBuffer);
  return workbook;
}

describe('XlsxWriter', () => {
  it('begins another sheet, with a heading, when one is full', async () => {
    const rows = Array.from({ length: 25 }, (_, i) => ({ name: `n${i}`, amount: `${i}.10` }));
    const { worksheets } = await write(rows);
    expect(worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([
      ['bills', 11],
      ['bills 2', 11],
      ['bills 3', 6],
    ]);
    expect(worksheets[2]?.getCell('A1').value).toBe('name');
    expect(worksheets[2]?.getCell('B6').value).toBe(24.1);
  });

  it('keeps text text: no formula, no markup, no character that XML forbids', async () => {
    const names = ['=1+1', '@SUM(A1)', '<b>&"\'</b>', '007', 'a\u0001b\u001f', 'line\r\nbreak', ' 空 ', '😀'];
    const [sheet] = (await write(names.map((name) => ({ name, amount: null })))).worksheets;
    const cells = names.map((_, index) => sheet?.getCell(index + 2, 1));
    expect(cells.map((cell) => cell?.formula)).toEqual(names.map(() => undefined));
    const expected = names.map((name) => (name.startsWith('a\u0001') ? 'ab' : name.replace('\r\n', '\n')));
    expect(cells.map((cell) => String(cell?.value).replace('\r\n', '\n'))).toEqual(expected);
    expect(sheet?.getCell('B2').value).toBeNull();
  });

  it('fails when the file does', async () => {
    const out = new Writable({ write: (_chunk, _encoding, done) => done(new Error('no space left')) });
    const writer = new XlsxWriter(out, columns, 'bills', 10);
    await writer.write([{ name: 'a', amount: '1.00' }]).catch(() => undefined);
    await expect(writer.end()).rejects.toThrow('no space left');
  });
});
