import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { FolderShelf } from './folder-shelf.js';

let folder: string;
let shelf: FolderShelf;
const file = {
  file_name: 'a.csv',
  media_type: 'text/csv',
  bytes: 3,
  sha256: 'a'.repeat(64),
  expires_at: null,
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shelf-'));
  shelf = new FolderShelf(join(folder, 'inside'));
  await shelf.record('one', file);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('gives back what was put on record, in the place of what was there before', async () => {
  await writeFile(join(shelf.directory, 'a.csv'), 'abc');
  expect(await shelf.find('one')).toEqual(file);
  expect(await text((await shelf.open(file)) as NodeJS.ReadableStream)).toBe('abc');
  await shelf.record('one', { ...file, bytes: 4 });
  expect(await shelf.find('one')).toMatchObject({ bytes: 4 });
});

it('knows nothing of what is not there', async () => {
  expect(await shelf.find('two')).toBeNull();
  expect(await shelf.open(file)).toBeNull();
  expect(await new FolderShelf('/nowhere/at/all').find('one')).toBeNull();
});

it.each(['../one', '..', '/etc/passwd', '.hidden', 'a/b', 'a\0', '', 'a\\b', '%2e%2e'])(
  'never leaves its folder for %j',
  async (name) => {
    await writeFile(join(folder, 'one.json'), JSON.stringify({ ...file, bytes: 666 }));
    expect(await shelf.find(name)).toBeNull();
    await expect(shelf.open({ ...file, file_name: name })).rejects.toThrow(/not the name of a file/);
    await expect(shelf.record(name, file)).rejects.toThrow(/not the name of a file/);
  },
);

it('hands out no link that leads elsewhere', async () => {
  await symlink('/etc/hostname', join(shelf.directory, 'a.csv'));
  await expect(shelf.open(file)).rejects.toThrow(/leads out of/);
});
