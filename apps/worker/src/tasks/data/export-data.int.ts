import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type ExportDataInput, exportData, validateInput } from '@celerity/contracts';
import { FolderShelf, openShelf } from '@celerity/service';
import { S3TestServer } from '@celerity/service/testing/s3';
import { sql } from 'kysely';
import { RecordingContext } from '../../testing/recording-context.js';
import { emptyMall, insertShop } from '../../testing/small-mall.js';
import { TestMall } from '../../testing/test-mall.js';
import { ExportDataHandler } from './export-data.handler.js';
import { ExportReaders } from './export-readers.js';
import { ExportSettings } from './export-settings.js';
import { ExportShelf } from './export-shelf.js';
import { MallReader } from './mall-reader.js';
import { TaskHistoryReader } from './task-history-reader.js';

let mall: TestMall;
let folder: string;
let handler: ExportDataHandler;

const readers = () =>
  new ExportReaders(new MallReader(mall.db, mall.settings), new TaskHistoryReader(mall.settings));

beforeAll(async () => {
  mall = await TestMall.create();
});
afterAll(() => mall?.close());
beforeEach(async () => {
  await emptyMall(mall.db);
  await sql`truncate mall.exports`.execute(mall.db);
  folder = await mkdtemp(join(tmpdir(), 'exports-'));
  const settings = new ExportSettings(new FolderShelf(folder), 72);
  handler = new ExportDataHandler(readers(), settings, new ExportShelf(mall.db, settings));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const context = (taskId?: string) => new RecordingContext(exportData.name, taskId);
const run = (input: object, given = context()) =>
  handler.run(validateInput(exportData, [], { ...input }) as ExportDataInput, given);
/** Without the records, which are named after ids. */
const files = async () => (await readdir(folder)).filter((name) => !name.endsWith('.json'));
const contentOf = ({ file_name }: { file_name: string }) => readFile(join(folder, file_name), 'utf8');

async function linesOf(input: object): Promise<Record<string, unknown>[]> {
  const content = await contentOf(await run({ ...input, format: 'jsonl' }));
  return content
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function insertNotifications(count: number): Promise<void> {
  await sql`
    insert into mall.notifications (recipient, subject, body, locale, kind, message_id, status)
    select 'a' || i || '@x.example', 's', repeat('b', 200), 'en', 'notification', i::text, 'sent'
    from generate_series(1, ${count}::int) as i`.execute(mall.db);
}

describe('export_data', () => {
  it('writes CSV that Excel opens, and puts it on record', async () => {
    await insertShop(
      mall.db,
      { code: 'L1-01', email: 'a@x.example', due: [], name: '老王, "面馆"' },
      '2025-01-01',
    );
    await sql`update mall.shops set created_at = '2025-01-01T16:30:00Z'`.execute(mall.db);
    const given = context();
    const output = await run({ export_type: 'shops' }, given);
    const content = await contentOf(output);
    expect(content).toBe(
      '\uFEFFshop_code,name,name_en,floor,category,contact_name,email,locale,created_at\r\n' +
        'L1-01,"老王, ""面馆""",Shop L1-01,L1,测试 Test,王小明,a@x.example,zh,2025-01-02 00:30:00\r\n',
    );
    expect(output.file_name).toMatch(/^shops-\d{8}T\d{6}Z-[0-9a-f]{12}\.csv$/);
    expect(output).toMatchObject({ export_id: given.taskId, rows: 1, bytes: Buffer.byteLength(content) });
    expect(output.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    const hours = (Date.parse(output.expires_at) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(71.9);
    expect(hours).toBeLessThan(72.1);
    expect((await stat(join(folder, output.file_name))).mode & 0o077).toBe(0);
    expect((await readdir(folder)).sort()).toEqual([output.file_name, `${given.taskId}.json`].sort());
    expect(await new FolderShelf(folder).find(output.export_id)).toEqual({
      ...{ file_name: output.file_name, bytes: output.bytes, sha256: output.sha256 },
      ...{ media_type: 'text/csv; charset=utf-8', expires_at: output.expires_at },
    });
    const row = await mall.db.selectFrom('mall.exports').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      id: given.taskId,
      export_type: 'shops',
      format: 'csv',
      sha256: output.sha256,
    });
    expect(given.steps.at(-1)).toMatchObject({ current: 1, total: 1 });
  });

  it('lets no cell be taken for a formula, and no line break end a record', async () => {
    const evil = ["=cmd|'/c calc'!A1", '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '＝1', 'a\r\n=b', 'a"b', 'ok'];
    for (const [index, name] of evil.entries()) {
      await insertShop(mall.db, { code: `L1-${index}`, email: null, due: [], name }, '2025-01-01');
    }
    const content = await contentOf(await run({ export_type: 'shops' }));
    for (const dangerous of evil.slice(0, 7)) expect(content).toContain(`'${dangerous}`);
    expect(content).toContain('"a\r\n=b"');
    expect(content).toContain('"a""b"');
    expect(content).not.toMatch(/,"?[=+@\t＝-]/);
    expect((await linesOf({ export_type: 'shops' })).map(({ name }) => name)).toEqual(evil);
  });

  it('writes JSON lines with exact amounts and times in UTC', async () => {
    await insertShop(mall.db, { code: 'L1-01', email: null, due: [0], status: 'paid' }, '2025-03-31');
    await sql`update mall.bills set paid_at = '2025-03-31T16:00:00Z', amount = 99999999999.10`.execute(
      mall.db,
    );
    const [bill] = await linesOf({ export_type: 'finances' });
    expect(bill).toMatchObject({
      ...{ bill_id: 1, shop_code: 'L1-01', amount: '99999999999.10', currency: 'CNY', kind: 'rent' },
      ...{ period_end: '2025-03-31', status: 'paid', paid_at: '2025-03-31T16:00:00Z', reminded_at: null },
    });
    const paid = (filters: object) => linesOf({ export_type: 'finances', filters });
    expect(await paid({ paid_to: '2025-03-31' })).toHaveLength(0);
    expect(await paid({ paid_from: '2025-04-01', paid_to: '2025-04-01' })).toHaveLength(1);
    expect(await paid({ paid_from: '2025-04-02' })).toHaveLength(0);
    expect(await paid({ min_amount: '99999999999.10', max_amount: '99999999999.1' })).toHaveLength(1);
    expect(await paid({ min_amount: '99999999999.11' })).toHaveLength(0);
  });

  it('gives a header and nothing more when no row fits', async () => {
    const output = await run({ export_type: 'contracts', filters: { status: 'ended' } });
    expect(output.rows).toBe(0);
    expect((await contentOf(output)).split('\r\n')).toHaveLength(2);
    expect((await run({ export_type: 'contracts', format: 'jsonl' })).bytes).toBe(0);
  });

  it('treats filters as values, whatever they look like', async () => {
    await insertShop(mall.db, { code: 'L1-01', email: null, due: [] }, '2025-01-01');
    for (const category of [
      "' or '1'='1",
      "x'; drop table mall.exports; --",
      '../../etc/passwd',
      '$1',
      '%',
    ]) {
      expect(await linesOf({ export_type: 'shops', filters: { category } })).toHaveLength(0);
    }
    expect(await linesOf({ export_type: 'shops', filters: { category: '测试 Test' } })).toHaveLength(1);
  });

  it('gives the same export to a rerun, and makes a lost file again', async () => {
    const given = context();
    const output = await run({ export_type: 'shops' }, given);
    expect(await run({ export_type: 'shops' }, context(given.taskId))).toEqual(output);
    await rm(join(folder, output.file_name));
    const again = await run({ export_type: 'shops' }, context(given.taskId));
    expect(again).toMatchObject({ export_id: output.export_id, sha256: output.sha256 });
    expect(await files()).toEqual([again.file_name]);
  });

  it.each(['csv', 'jsonl', 'xlsx'] as const)('leaves nothing of a cancelled %s export', async (format) => {
    await insertNotifications(5_000);
    const given = context();
    given.progress = (current) => void (current >= 2_000 && given.controller.abort(new Error('revoked')));
    await expect(run({ export_type: 'notifications', format }, given)).rejects.toThrow('revoked');
    expect(await readdir(folder)).toEqual([]);
    expect(await mall.db.selectFrom('mall.exports').selectAll().execute()).toEqual([]);
  });

  it('stops at once even while the database is busy', async () => {
    const given = context();
    const locked = mall.db.transaction().execute(async (trx) => {
      await sql`lock table mall.notifications in access exclusive mode`.execute(trx);
      const waiting = run({ export_type: 'notifications' }, given);
      const ended = expect(waiting).rejects.toThrow('revoked');
      await untilBlocked();
      given.controller.abort(new Error('revoked'));
      await ended;
    });
    await locked;
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing when it fails', async () => {
    await insertNotifications(1);
    await sql`update mall.notifications set body = repeat('x', 32768)`.execute(mall.db);
    const failing = run({ export_type: 'notifications', format: 'xlsx' });
    await expect(failing).rejects.toMatchObject({ name: 'CellTooLong' });
    await expect(failing).rejects.toThrow(/body has 32768 characters.*csv or jsonl/);
    expect(await readdir(folder)).toEqual([]);
    expect((await run({ export_type: 'notifications', format: 'csv' })).rows).toBe(1);
  });

  it('fails where nothing can be written', async () => {
    const nowhere = new ExportSettings(new FolderShelf('/dev/null/exports'), 1);
    const lost = new ExportDataHandler(readers(), nowhere, new ExportShelf(mall.db, nowhere));
    await expect(lost.run({ export_type: 'shops' }, context())).rejects.toThrow(/ENOTDIR/);
  });

  it('goes to S3 where there is one, and leaves nothing on this machine', async () => {
    const s3 = await S3TestServer.start();
    const settings = new ExportSettings(openShelf('exports', folder, s3.settings), 72);
    const there = new ExportDataHandler(readers(), settings, new ExportShelf(mall.db, settings));
    await insertNotifications(3_000);
    const given = context();
    const output = await there.run({ export_type: 'notifications' }, given);
    expect(await readdir(folder)).toEqual([]);
    const content = await buffer((await settings.shelf.open(output)) as NodeJS.ReadableStream);
    expect(createHash('sha256').update(content).digest('hex')).toBe(output.sha256);
    expect(await there.run({ export_type: 'notifications' }, context(given.taskId))).toEqual(output);
    const cancelled = context();
    cancelled.progress = () => cancelled.controller.abort(new Error('revoked'));
    await expect(there.run({ export_type: 'notifications' }, cancelled)).rejects.toThrow('revoked');
    expect(await readdir(folder)).toEqual([]);
    expect((await settings.shelf.list()).map(({ name }) => name).sort()).toEqual(
      [output.file_name, `${given.taskId}.json`].sort(),
    );
    await s3.stop();
  });

  it('removes what has expired and leaves other files alone', async () => {
    const expired = await run({ export_type: 'shops' });
    await sql`update mall.exports set expires_at = now()`.execute(mall.db);
    const leftOver = '.shops-20200101T000000Z-aaaaaaaaaaaa.csv.part';
    for (const name of [leftOver, 'notes.txt']) await writeFile(join(folder, name), '');
    for (const name of [expired.file_name, leftOver, 'notes.txt']) await utimes(join(folder, name), 1, 1);
    const old = `${expired.export_id}.json`;
    await utimes(join(folder, old), 1, 1);
    const { file_name } = await run({ export_type: 'shops' });
    expect(await readdir(folder)).not.toContain(old);
    expect((await files()).sort()).toEqual(['notes.txt', file_name].sort());
    expect(await mall.db.selectFrom('mall.exports').select('file_name').execute()).toEqual([{ file_name }]);
  });
});

/** Until somebody waits for the lock on the notifications. */
async function untilBlocked(): Promise<void> {
  for (;;) {
    const { rows } =
      await sql`select 1 from pg_locks where not granted and relation = 'mall.notifications'::regclass`.execute(
        mall.db,
      );
    if (rows.length > 0) return;
  }
}
