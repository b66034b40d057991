import { columnsOf } from './plain-text.js';
import { type Column, table } from './table.js';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly note: string;
}

const ROWS: Row[] = [
  { id: '1', name: 'check_pending_bills', note: 'all went well, and nothing was left over' },
  { id: '22', name: '任务名称', note: '好' },
];
const COLUMNS: Column<Row>[] = [
  { title: 'ID', value: ({ id }) => id, align: 'right' },
  { title: '名称', value: ({ name }) => name, min: 8, spare: 1 },
  { title: 'NOTE', value: ({ note }) => note, min: 10, spare: 2 },
];

it('takes the room it needs, columns below each other whatever the script', () => {
  expect(table(ROWS, COLUMNS, Number.POSITIVE_INFINITY)).toEqual([
    'ID  名称                 NOTE',
    ' 1  check_pending_bills  all went well, and nothing was left over',
    '22  任务名称             好',
  ]);
});

it.each([70, 60, 50, 40, 30, 20, 14, 4])('is never wider than %d columns', (width) => {
  for (const line of table(ROWS, COLUMNS, width)) expect(columnsOf(line)).toBeLessThanOrEqual(width);
});

it('cuts first, then leaves out what can be spared', () => {
  expect(table(ROWS, COLUMNS, 40)[1]).toBe(' 1  check_pending_bills  all went well,…');
  expect(table(ROWS, COLUMNS, 20)[1]).toBe(' 1  check_pending_b…');
  expect(table(ROWS, COLUMNS, 4)).toEqual(['ID', ' 1', '22']);
});

it('colours cells without moving them', () => {
  const [column] = COLUMNS;
  const coloured = [{ ...(column as Column<Row>), style: (text: string) => `<${text}>` }];
  expect(table(ROWS, coloured, 80, (title) => `*${title}*`)).toEqual(['*ID*', '< 1>', '<22>']);
});
