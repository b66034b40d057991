import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CapturedRuns, type Conditions } from '../../testing/captured-run.js';
import { FakeGateway } from '../../testing/fake-gateway.js';

let gateway: FakeGateway;
let runs: CapturedRuns;
const content = Buffer.from('shop,name\r\n1,老王\r\n');
const sha256 = createHash('sha256').update(content).digest('hex');

beforeEach(async () => {
  [gateway, runs] = await Promise.all([FakeGateway.start(), CapturedRuns.create()]);
  answer('shops.csv');
});

afterEach(async () => {
  await gateway.stop();
  await runs.remove();
});

function answer(name: string, checksum = sha256): void {
  const headers = { 'content-disposition': `attachment; filename="${name}"`, 'x-checksum-sha256': checksum };
  for (const path of ['/exports/x', '/reports/monthly/xlsx'])
    gateway.on(`GET ${path}`, [200, content, headers]);
}

const celerity = (line: string, conditions: Conditions = {}) =>
  runs.run(line.split(' '), { env: { CELERITY_URL: gateway.url, CELERITY_TOKEN: 't' }, ...conditions });

it.each([
  ['export download x', 'shops.csv'],
  ['export download x -o other.csv', 'other.csv'],
  ['report download monthly', 'shops.csv'],
])('%s saves the file whole', async (line, name) => {
  const { code, out } = await celerity(line);
  expect([code, out]).toEqual([0, expect.stringContaining(`${content.length} bytes, checksum verified`)]);
  expect(await readFile(join(runs.home, name))).toEqual(content);
  expect(await readdir(runs.home)).toEqual([name]);
});

it('passes it on to a pipe, and to no terminal', async () => {
  expect(await celerity('export download x -o -')).toMatchObject({
    code: 0,
    out: content.toString(),
    err: '',
  });
  expect(await celerity('export download x -o -', { isTerminal: true })).toMatchObject({ code: 2, out: '' });
});

it('writes over nothing unless told to', async () => {
  await writeFile(join(runs.home, 'shops.csv'), 'mine');
  const { code, err } = await celerity('export download x');
  expect([code, err]).toEqual([2, expect.stringContaining('is there already')]);
  expect(await readFile(join(runs.home, 'shops.csv'), 'utf8')).toBe('mine');
  const forced = await celerity('export download x --force --json');
  expect(JSON.parse(forced.out)).toEqual({
    path: join(runs.home, 'shops.csv'),
    bytes: content.length,
    sha256,
  });
});

it('takes from the gateway a name and no way', async () => {
  answer('../../.bashrc');
  expect((await celerity('export download x')).code).toBe(0);
  expect(await readdir(runs.home)).toEqual(['bashrc']);
});

it('keeps nothing that does not fit its checksum, and says what cannot be written', async () => {
  answer('shops.csv', 'ff'.repeat(32));
  const broken = await celerity('export download x');
  expect([broken.code, broken.err]).toEqual([1, expect.stringContaining('does not fit its checksum')]);
  expect(await readdir(runs.home)).toEqual([]);
  const nowhere = await celerity('export download x -o no/such/folder.csv');
  expect([nowhere.code, nowhere.err]).toEqual([1, expect.stringMatching(/Cannot write .*ENOENT/)]);
});

it('says what there is not', async () => {
  const gone = {
    title: 'Gone',
    status: 410,
    detail: 'The export y is no longer kept. Send export_data again.',
  };
  gateway.on('GET /exports/y', [410, gone]);
  const { code, err } = await celerity('export download y');
  expect([code, err]).toEqual([1, expect.stringContaining('Send export_data again')]);
});
