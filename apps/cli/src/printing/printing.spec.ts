import { en } from '../messages/en.js';
import { zh } from '../messages/zh.js';
import { sampleTask, TASK_ID } from '../testing/sample-task.js';
import { wantsColour } from './colour.js';
import { age, duration, localTime } from './moments.js';
import { columnsOf, cutTo, inOneLine, visible } from './plain-text.js';
import { Style } from './style.js';
import { taskDetails } from './task-details.js';
import { activeTaskTable, endedTaskTable } from './task-table.js';
import { taskTypeDetails, taskTypeTable } from './task-types.js';

const plain = new Style(false);

it.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1_234, '1.2 s'],
  [59_960, '0 m 59 s'],
  [125_000, '2 m 05 s'],
  [3_780_000, '1 h 03 m'],
])('%d ms take %s', (ms, text) => expect(duration(ms)).toBe(text));

it('says how far an instant is away, and what it is here', () => {
  const now = Date.parse('2030-01-01T00:00:00Z');
  expect(age('2029-12-30T00:00:00Z', now)).toEqual({ text: '2d', isFuture: false });
  expect(age('2030-01-01T00:00:30Z', now)).toEqual({ text: '30s', isFuture: true });
  expect(age('2030-01-01T00:00:00.2Z', now)).toEqual({ text: '0s', isFuture: false });
  expect(localTime('2030-01-01T00:00:00Z')).toMatch(/^20(29|30)-\d\d-\d\d \d\d:\d\d:00 [+-]\d\d:\d\d$/);
});

it('lets nothing through that moves the cursor or turns the writing round', () => {
  expect(inOneLine('a\u001b[2J\n b\u202e')).toBe('a\\u001b[2J b\\u202e');
  expect(visible('a\r\nb\tc\u009b')).toBe('a\nb  c\\u009b');
});

it('cuts whole characters', () => {
  expect(cutTo('任务名称', 5)).toBe('任务…');
  expect(cutTo('任务名称', 8)).toBe('任务名称');
  expect(cutTo('👨‍👩‍👧 family', 4)).toBe('👨‍👩‍👧 …');
});

it('colours on a terminal unless somebody does not want it', () => {
  const terminal = Object.assign(process.stdout, {});
  const output = (isTTY: boolean) => Object.create(terminal, { isTTY: { value: isTTY } });
  expect(wantsColour({}, output(true))).toBe(true);
  expect(wantsColour({ NO_COLOR: '1' }, output(true))).toBe(false);
  expect(wantsColour({ TERM: 'dumb' }, output(true))).toBe(false);
  expect(wantsColour({}, output(false))).toBe(false);
  expect(new Style(true).state('SUCCESS')).toBe('\u001b[32mSUCCESS\u001b[39m');
});

describe.each([
  ['en', en],
  ['zh', zh],
])('in %s', (_, text) => {
  const tasks = [
    sampleTask(),
    sampleTask({ status: 'FAILURE', error: { type: 'Boom', message: 'x'.repeat(300) } }),
    sampleTask({ finished_at: null, duration_ms: null, result: null, worker: null }),
  ];

  it.each([36, 60, 80, 120, 200])('lists fit %d columns and keep whole ids', (width) => {
    const running = sampleTask({
      status: 'PROGRESS',
      progress: { current: 1, total: 3, percent: 33.4, description: '' },
    });
    const lines = [
      ...endedTaskTable(tasks, text, width, plain),
      ...activeTaskTable([running], text, width, plain),
    ];
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
    expect(lines.filter((line) => line.includes(TASK_ID))).toHaveLength(4);
  });

  it('shows states, names and times in 80 columns', () => {
    const [title, line] = endedTaskTable(tasks, text, 80, plain);
    expect(title).toContain(text.endedAge);
    expect(line).toMatch(new RegExp(`^${TASK_ID}  SUCCESS  cleanup_old_notifications +2h$`));
  });

  it('lets a long outcome push nothing away where no width is set', () => {
    const long = sampleTask({ result: 'x'.repeat(3_000) });
    const lines = endedTaskTable([long, sampleTask()], text, Number.POSITIVE_INFINITY, plain);
    expect(lines.map(columnsOf).sort((a, b) => a - b)[1]).toBeLessThan(200);
  });

  it('shows a task in all its parts', () => {
    const task = sampleTask({
      args: [1],
      kwargs: { a: 'x' },
      eta: new Date(Date.now() + 3_605_000).toISOString(),
      priority: 9,
      parent_id: 'p',
      schedule: 's',
    });
    const lines = taskDetails(task, text, plain).join('\n');
    for (const part of [
      '[1] {"a":"x"}',
      text.inTime('1h'),
      '"deleted": 12',
      text.took('1.2 s'),
      text.labels.parent,
    ]) {
      expect(lines).toContain(part);
    }
    const failed = taskDetails(tasks[1] ?? sampleTask(), text, plain).join('\n');
    expect(failed).toContain('Boom: xxx');
    expect(failed).not.toContain('deleted');
  });

  it('shows what a task takes', () => {
    const type = {
      task_name: 'email.send',
      name: 'send',
      family: 'email',
      queue: 'email',
      summary: 'Sends.',
      effect: 'keyed',
      positional: ['to'],
      input: {
        properties: {
          mode: { enum: ['a', 'b'], type: 'string' },
          to: { type: 'string', format: 'email', maxLength: 254 },
          ids: { items: { type: 'number' }, minItems: 1 },
          any: {},
        },
        required: ['to'],
      },
      output: {},
      limits: { soft_ms: 60_000, hard_ms: 90_000 },
      retry: { max_retries: 8 },
    };
    expect(taskTypeTable([type], text, 80, plain)[1]).toBe('send  email  Sends.');
    const lines = taskTypeDetails(type, text, 80, plain);
    expect(lines.find((line) => line.startsWith('to '))).toMatch(
      new RegExp(`email +${text.required}, maxLength 254$`),
    );
    expect(lines.join('\n')).toMatch(/a \| b[^]*\[number\] +minItems 1[^]*any/);
    expect(taskTypeDetails({ ...type, positional: [], input: {} }, text, 80, plain).at(-1)).toBe(
      text.noArguments,
    );
  });
});
