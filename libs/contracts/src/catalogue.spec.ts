import { catalogue, TaskCatalogue } from './catalogue.js';
import { testTask } from './tasks/index.js';

describe('the catalogue', () => {
  it('finds tasks by short and by full name', () => {
    expect(catalogue.find('test_task')).toBe(testTask);
    expect(catalogue.find('default.test_task')).toBe(testTask);
  });

  it.each(['constructor', '__proto__', 'toString', 'default', ''])('does not know "%s"', (name) => {
    expect(catalogue.find(name)).toBeUndefined();
  });

  it('suggests what was probably meant', () => {
    expect(catalogue.similar('tset_task')[0]).toBe('test_task');
    expect(catalogue.similar('finance.chek_pending_bill')[0]).toBe('check_pending_bills');
    expect(catalogue.similar('x'.repeat(10_000))).toEqual([]);
  });

  it('refuses two tasks of one name', () => {
    expect(() => new TaskCatalogue([testTask, testTask])).toThrow(/two tasks/);
  });

  it('says everything about every task', () => {
    for (const task of catalogue.tasks) {
      expect(task.summary).not.toBe('');
      expect(new task.input()).toBeDefined();
      expect(task.name).toBe(`${task.family}.${task.shortName}`);
    }
  });
});
