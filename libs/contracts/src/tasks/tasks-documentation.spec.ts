import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../catalogue.js';
import { validateInput } from '../input-validation.js';
import type { TaskDefinition } from '../task-definition.js';

const text = readFileSync(join(__dirname, '../../../../docs/tasks.md'), 'utf8');
const chapters = text.split(/^## /m).slice(1);

it('has a chapter for each task', () => {
  const titles = chapters.map((chapter) => chapter.split('\n')[0]);
  expect([...titles].sort()).toEqual(catalogue.tasks.map(({ shortName }) => shortName).sort());
});

it('says of each task what its contract says: effect, retries, errors that end it', () => {
  const rows = [...text.matchAll(/^\| `(\w+)` +\| (transactional|keyed|none) +\|([^|]*)\|([^|]*)\|/gm)];
  const told = rows.map(([, name, effect, tried = '', notAfter = '']) => ({
    ...{ name, effect, tried: tried.trim() },
    notAfter: [...notAfter.matchAll(/`(\w+)`/g)].map(([, error]) => error),
  }));
  const declared = catalogue.tasks.map(({ shortName: name, effect, retry }) => {
    const from = retry.baseDelayMs === 1_000 ? '' : `, from ${retry.baseDelayMs / 1_000} s`;
    return { name, effect, tried: `${retry.maxRetries} ×${from}`, notAfter: retry.giveUpOn };
  });
  const byName = (a: { name?: string }, b: { name?: string }) => String(a.name).localeCompare(String(b.name));
  expect(told.sort(byName)).toEqual(declared.sort(byName));
  for (const { limits } of catalogue.tasks)
    expect(limits).toEqual({ softMs: 25 * 60_000, hardMs: 30 * 60_000 });
});

it.each(chapters.map((chapter) => [chapter.split('\n')[0] ?? '', chapter]))(
  'the example of %s is one that the contract takes',
  (name, chapter) => {
    const [, sent, kwargs] = /send-task (\w+)[\s\\]+--kwargs '(.*?)' --wait/s.exec(chapter) ?? [];
    expect(sent).toBe(name);
    const task = catalogue.find(name) as TaskDefinition;
    expect(() => validateInput(task, [], JSON.parse(kwargs ?? ''))).not.toThrow();
  },
);
