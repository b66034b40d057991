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

it.each(chapters.map((chapter) => [chapter.split('\n')[0] ?? '', chapter]))(
  'the example of %s is one that the contract takes',
  (name, chapter) => {
    const [, sent, kwargs] = /send-task (\w+)[\s\\]+--kwargs '(.*?)' --wait/s.exec(chapter) ?? [];
    expect(sent).toBe(name);
    const task = catalogue.find(name) as TaskDefinition;
    expect(() => validateInput(task, [], JSON.parse(kwargs ?? ''))).not.toThrow();
  },
);
