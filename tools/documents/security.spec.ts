import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PAGE = join(__dirname, '../../docs/security.md');
const PROOF = /\[[^\]]+\]\(([^)]+)\)((?:\s*"[^"]+")+)/g;

/** The lines of its tables, without their headings. */
const lines = readFileSync(PAGE, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| threat'));

it.each(lines)('%s', (line) => {
  const cells = line.split(' | ');
  expect(cells).toHaveLength(3);
  const proofs = [...(cells[2] ?? '').matchAll(PROOF)];
  expect(proofs.length).toBeGreaterThan(0);
  for (const [, file = '', titles = ''] of proofs) {
    const path = join(dirname(PAGE), file);
    expect({ file, exists: existsSync(path) }).toEqual({ file, exists: true });
    const text = readFileSync(path, 'utf8').replaceAll("\\'", "'");
    for (const [, title = ''] of titles.matchAll(/"([^"]+)"/g))
      expect({ file, title, is: text.includes(title) }).toEqual({ file, title, is: true });
  }
});

it('covers what there is to cover', () => {
  expect(lines.length).toBeGreaterThan(35);
});
