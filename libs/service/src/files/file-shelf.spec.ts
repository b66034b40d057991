import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { S3TestServer } from '../testing/s3-test-server.js';
import type { FileShelf } from './file-shelf.js';
import { FolderShelf } from './folder-shelf.js';
import { openShelf } from './open-shelf.js';

let s3: S3TestServer;
let folder: string;
const file = {
  file_name: 'a.csv',
  media_type: 'text/csv',
  bytes: 3,
  sha256: 'a'.repeat(64),
  expires_at: null,
};

beforeAll(async () => {
  s3 = await S3TestServer.start();
});
afterAll(() => s3?.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shelf-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A bucket is not emptied between tests, so each has a place of its own in it. */
let tests = 0;
const makers: [string, () => FileShelf][] = [
  ['a folder', () => openShelf('exports', join(folder, 'inside'), null)],
  [
    'S3',
    () => openShelf('exports', join(folder, 'inside'), { ...s3.settings, folder: `test-${(tests += 1)}` }),
  ],
];

describe.each(makers)('a shelf in %s', (_where, make) => {
  let shelf: FileShelf;
  const put = async (name: string, content: string | Buffer, signal?: AbortSignal) => {
    const path = join(shelf.workFolder, `.${name}.part`);
    await writeFile(path, content);
    await shelf.put(path, name, signal);
  };

  beforeEach(async () => {
    shelf = make();
    await mkdir(shelf.workFolder);
    await shelf.record('one', file);
  });

  it('gives back what was put there, in the place of what was there before', async () => {
    await put('a.csv', 'abc');
    expect(await shelf.find('one')).toEqual(file);
    expect(await text((await shelf.open(file)) as NodeJS.ReadableStream)).toBe('abc');
    await shelf.record('one', { ...file, bytes: 4 });
    expect(await shelf.find('one')).toMatchObject({ bytes: 4 });
    expect((await readdir(shelf.workFolder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('holds files of many parts byte for byte', async () => {
    const large = Buffer.alloc(21 * 1024 * 1024);
    for (let at = 0; at < large.length; at += 1_024) large.writeUInt32LE(at, at);
    await put('large.dump', large);
    const found = await buffer((await shelf.open({ file_name: 'large.dump' })) as NodeJS.ReadableStream);
    expect(found.equals(large)).toBe(true);
  });

  it('lists what is there, and removes it', async () => {
    await put('a.csv', 'abc');
    const files = await shelf.list();
    expect(files.map(({ name }) => name).sort()).toEqual(['a.csv', 'one.json']);
    expect(Math.abs(Date.now() - (files[0]?.modified.getTime() ?? 0))).toBeLessThan(60_000);
    for (const name of ['a.csv', 'one.json', 'nothing.csv']) await shelf.remove(name);
    expect(await shelf.list()).toEqual([]);
    expect(await shelf.open(file)).toBeNull();
  });

  it('knows nothing of what is not there', async () => {
    expect(await shelf.find('two')).toBeNull();
    expect(await shelf.open(file)).toBeNull();
  });

  it.each(['../one', '..', '/etc/passwd', '.hidden', 'a/b', 'a\0', '', 'a\\b', '%2e%2e'])(
    'never leaves its place for %j',
    async (name) => {
      await writeFile(join(folder, 'one.json'), JSON.stringify({ ...file, bytes: 666 }));
      expect(await shelf.find(name)).toBeNull();
      const refused = /not the name of a file/;
      await expect((async () => shelf.open({ ...file, file_name: name }))()).rejects.toThrow(refused);
      await expect((async () => shelf.remove(name))()).rejects.toThrow(refused);
      await expect(shelf.put(join(folder, 'one.json'), name)).rejects.toThrow(refused);
      await expect(shelf.record(name, file)).rejects.toThrow(refused);
    },
  );
});

describe('a shelf in a folder', () => {
  it('is empty when there is no folder', async () => {
    expect(await new FolderShelf('/nowhere/at/all').find('one')).toBeNull();
    expect(await new FolderShelf('/nowhere/at/all').list()).toEqual([]);
  });

  it('hands out no link that leads elsewhere', async () => {
    await symlink('/etc/hostname', join(folder, 'a.csv'));
    await expect(new FolderShelf(folder).open(file)).rejects.toThrow(/leads out of/);
  });
});

describe('a shelf in S3', () => {
  it('leaves nothing of an upload that is aborted', async () => {
    const shelf = openShelf('exports', folder, { ...s3.settings, folder: 'aborted' });
    const path = join(folder, '.large.part');
    await writeFile(path, Buffer.alloc(64 * 1024 * 1024));
    const controller = new AbortController();
    const putting = shelf.put(path, 'large.dump', controller.signal);
    setImmediate(() => controller.abort(new Error('revoked')));
    await expect(putting).rejects.toThrow('revoked');
    expect(await shelf.list()).toEqual([]);
  });

  it('tells a bucket that is not there, or that may not be used, from an object that is not', async () => {
    const other = openShelf('exports', folder, { ...s3.settings, bucket: 'another-bucket' });
    await expect(other.find('one')).rejects.toThrow(/bucket another-bucket.*NoSuchBucket/);
    const credentials = { accessKeyId: 'stranger', secretAccessKey: 'S3RVER' };
    const stranger = openShelf('exports', folder, { ...s3.settings, credentials });
    await expect(stranger.record('one', file)).rejects.toThrow(/InvalidAccessKeyId/);
    const away = openShelf('exports', folder, { ...s3.settings, endpoint: 'http://127.0.0.1:1' });
    const questions = [
      () => away.find('one'),
      () => away.list(),
      () => away.remove('one.json'),
      () => away.record('one', file),
    ];
    for (const ask of questions) await expect(ask()).rejects.toMatchObject({ name: 'FileStoreUnavailable' });
  });
});
