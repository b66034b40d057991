import type { TaskDefinition } from './task-definition.js';
import { ALL_TASKS } from './tasks/index.js';

/** The tasks that a service knows, found by short or full name. */
export class TaskCatalogue {
  // A Map, not an object: a task called `constructor` is simply not there.
  private readonly byName = new Map<string, TaskDefinition>();

  /** @throws Error when two tasks share a name. */
  constructor(readonly tasks: readonly TaskDefinition[]) {
    for (const task of tasks) {
      for (const name of [task.name, task.shortName]) {
        if (this.byName.has(name)) throw new Error(`two tasks are called "${name}"`);
        this.byName.set(name, task);
      }
    }
  }

  find(name: string): TaskDefinition | undefined {
    return this.byName.get(name);
  }

  /** Known short names that look most like the given one, best first; for "did you mean". */
  similar(name: string, most = 3): string[] {
    const wanted = name.split('.').at(-1) ?? name;
    return this.tasks
      .map(({ shortName }) => ({ shortName, distance: editDistance(wanted, shortName) }))
      .filter(({ shortName, distance }) => distance <= Math.max(2, Math.floor(shortName.length / 3)))
      .sort((a, b) => a.distance - b.distance)
      .slice(0, most)
      .map(({ shortName }) => shortName);
  }
}

/** The one catalogue of the product. */
export const catalogue = new TaskCatalogue(ALL_TASKS);

/** Levenshtein distance; long inputs are cut so that hostile names cost nothing. */
function editDistance(left: string, right: string): number {
  const a = left.slice(0, 64);
  const b = right.slice(0, 64);
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current[j] = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, substitution);
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
