import { EventsOf } from '@celerity/contracts/testing';
import { type ProjectedEvent, reduce } from './batch-reduction.js';
import type { TaskRow } from './task-row.js';

const task = new EventsOf('018f0000-0000-7000-8000-000000000002');

/**
 * What several writers say of one task. Each writes in its own order and may repeat the batch it wrote last;
 * how the journal mixes writers is chance.
 */
const HISTORIES: Record<string, ProjectedEvent[][]> = {
  'one quick attempt': [[task.accepted(0)], [task.started(1), task.progressed(2, 10), task.succeeded(1, 3)]],
  'a retry': [
    [task.accepted(0)],
    [task.started(1, 1, 'w1'), task.retry(1, 3, 1, 'w1')],
    [task.started(9, 2, 'w2'), task.progressed(10, 50, 2, 'w2'), task.failed(9, 12, 2, 'w2')],
  ],
  'a worker that died, and its attempt run again': [
    [task.accepted(0)],
    [task.started(1, 1, 'w1'), task.progressed(2, 70, 1, 'w1')],
    [task.started(30, 1, 'w2'), task.progressed(31, 5, 1, 'w2'), task.progressed(32, 8, 1, 'w2')],
  ],
  'three runs of an attempt, one of them given back': [
    [task.accepted(0)],
    [task.started(1, 1, 'w1')],
    [task.started(30, 1, 'w2'), task.interrupted(30, 40, 1, 'w2')],
    [task.started(50, 1, 'w3')],
  ],
  'an attempt run twice to its end': [
    [task.accepted(0)],
    [task.started(1, 1, 'w1'), task.progressed(2, 70, 1, 'w1')],
    [task.started(30, 1, 'w2'), task.succeeded(30, 40, 1, 'w2')],
  ],
  'a dead letter': [[task.accepted(0)], [task.started(1)], [task.deadLettered(50)]],
  'revoked before it began, said by all who know': [
    [task.accepted(0), task.revokeRequested(3)],
    [task.revoked(5)],
    [task.revoked(5)],
  ],
  'asked twice to stop, and stopped': [
    [task.accepted(0), task.revokeRequested(5)],
    [task.started(1), task.progressed(2, 10), task.terminated(1, 9)],
    [task.accepted(0), task.revokeRequested(7, true)],
  ],
  'revoked, but it went on': [
    [task.accepted(0), task.revokeRequested(5)],
    [task.started(1), task.succeeded(1, 9)],
  ],
};

function rowAfter(events: readonly ProjectedEvent[], before?: TaskRow): TaskRow | undefined {
  const known = new Map(before ? [[before.task_id, before]] : []);
  return reduce(known, events).rows[0] ?? before;
}

/** A small generator with a seed, so that a failure can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Mixes the writers, and now and then repeats a writer's last few events at once. */
function mix(writers: ProjectedEvent[][], random: () => number): ProjectedEvent[] {
  const next = writers.map(() => 0);
  const mixed: ProjectedEvent[] = [];
  while (next.some((n, w) => n < (writers[w]?.length ?? 0))) {
    const w = Math.floor(random() * writers.length);
    const events = writers[w] ?? [];
    const n = next[w] ?? 0;
    if (n === events.length) continue;
    const size = 1 + Math.floor(random() * (events.length - n));
    const batch = events.slice(n, n + size);
    for (let copies = random() < 0.3 ? 2 : 1; copies > 0; copies -= 1) mixed.push(...batch);
    next[w] = n + size;
  }
  return mixed;
}

describe.each(Object.entries(HISTORIES))('%s', (_what, writers) => {
  it('gives the same row however the journal mixes and repeats it', () => {
    const expected = rowAfter(writers.flat());
    for (let seed = 1; seed <= 500; seed += 1) {
      const events = mix(writers, randomFrom(seed));
      const row = rowAfter(events);
      expect({ seed, row }).toEqual({ seed, row: expected });
    }
  });

  it('is not changed by reading it all again', () => {
    const row = rowAfter(writers.flat());
    expect(rowAfter(writers.flat(), row)).toBe(row);
  });
});
