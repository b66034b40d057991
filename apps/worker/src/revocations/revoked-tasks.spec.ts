import { newTaskId } from '@celerity/contracts';
import { RevokedTasks } from './revoked-tasks.js';

const DAY = 24 * 3_600_000;

it('knows what was revoked, however the id is written', () => {
  const tasks = new RevokedTasks();
  const id = newTaskId();
  tasks.add(id);
  tasks.add(id.toUpperCase());
  expect(tasks.has(id)).toBe(true);
  expect(tasks.has(id.toUpperCase())).toBe(true);
  expect(tasks.has(newTaskId())).toBe(false);
  expect(tasks.size).toBe(1);
});

it('forgets what the stream has forgotten', () => {
  const tasks = new RevokedTasks();
  const [old, again, young] = [newTaskId(), newTaskId(), newTaskId()];
  tasks.add(old, 0);
  tasks.add(again, 0);
  tasks.add(again, 20 * DAY);
  tasks.add(young, 31 * DAY);
  expect([old, again, young].map((id) => tasks.has(id))).toEqual([false, true, true]);
});

it('stays bounded', () => {
  const tasks = new RevokedTasks(100);
  const ids = Array.from({ length: 150 }, newTaskId);
  for (const id of ids) tasks.add(id);
  expect(tasks.size).toBe(100);
  expect(ids.filter((id) => tasks.has(id))).toEqual(ids.slice(50));
});
