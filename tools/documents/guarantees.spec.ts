import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const REPO = join(__dirname, '../..');
const PAGE = join(REPO, 'docs/guarantees.md');

/** Proofs as the page gives them: a file, and perhaps titles of tests in it. */
function proofs(page: string): { file: string; titles: string[] }[] {
  const links = [...page.matchAll(/\]\((\.\.?\/[^)#]+|[a-z-]+(?:\/[^)#]+)?\.md)\)([^;.[\]]*)/g)];
  return links.map(([, target = '', rest = '']) => ({
    file: join(dirname(PAGE), target),
    titles: [...rest.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title),
  }));
}

const page = readFileSync(PAGE, 'utf8');

it('names only tests that exist', () => {
  for (const { file, titles } of proofs(page)) {
    expect({ file, exists: existsSync(file) }).toEqual({ file, exists: true });
    const text = titles.length > 0 ? readFileSync(file, 'utf8') : '';
    for (const title of titles)
      expect({ file, title, is: text.includes(title) }).toEqual({ file, title, is: true });
  }
});

it('names only rows of chaos that exist', () => {
  const rows = join(REPO, 'chaos/rows');
  const sources = readdirSync(rows)
    .map((name) => readFileSync(join(rows, name), 'utf8'))
    .join('\n');
  const named = [...page.matchAll(/rows? ((?:`[a-z0-9-]+`,?\s*(?:and )?)+)/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/`([a-z0-9-]+)`/g)].map(([, id = '']) => id),
  );
  expect(named.length).toBeGreaterThan(15);
  for (const id of named) expect(sources).toContain(id);
});

it('leaves no promise without a proof', () => {
  const promises = page
    .slice(0, page.indexOf('## Not promised'))
    .split('\n\n')
    .filter((part) => part.startsWith('**'));
  expect(promises.length).toBeGreaterThan(15);
  for (const promise of promises) expect(promise).toMatch(/\n— /);
});
