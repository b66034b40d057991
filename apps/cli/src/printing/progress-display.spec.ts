import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { en } from '../messages/en.js';
import { sampleTask } from '../testing/sample-task.js';
import { columnsOf } from './plain-text.js';
import { ProgressDisplay } from './progress-display.js';
import { Style } from './style.js';

function progress(percent: number, description = 'bills') {
  return sampleTask({ status: 'PROGRESS', progress: { current: percent, total: 100, percent, description } });
}

function display(isTTY: boolean, columns?: number) {
  const output = Object.assign(new PassThrough(), { isTTY, columns });
  const said = () => String(output.read() ?? '');
  return { display: new ProgressDisplay(output, en, new Style(isTTY)), said };
}

it('says in plain lines what is new, not every step', () => {
  const { display: plain, said } = display(false);
  plain.update(sampleTask({ status: 'PENDING' }));
  for (let percent = 0; percent <= 30; percent += 1) plain.update(progress(percent));
  plain.update(sampleTask({ status: 'RETRY', attempt: 1 }));
  plain.end();
  expect(said().split('\n')).toEqual([
    'PENDING  waiting for a worker',
    'PROGRESS    0 %  bills',
    'PROGRESS   10 %  bills',
    'PROGRESS   20 %  bills',
    'PROGRESS   30 %  bills',
    'RETRY  attempt 1 failed, another follows',
    '',
  ]);
});

it.each([80, 60, 45])('shows a bar in one line of %d columns, and wipes it', (columns) => {
  const { display: bar, said } = display(true, columns);
  bar.update(progress(50, '很长的说明 '.repeat(20)));
  const line = said();
  expect(line).toContain('█'.repeat(12) + '░'.repeat(12));
  expect(columnsOf(stripVTControlCharacters(line).trim())).toBeLessThan(columns);
  bar.end();
  expect(said()).toBe('\r\u001b[2K');
});
