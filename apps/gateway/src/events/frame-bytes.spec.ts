import { EventStream } from './event-stream.js';
import type { ShownEvent } from './shown-events.js';

let made = 0;

function event(taskId: string, index: number): ShownEvent {
  return {
    place: { offset: 7, index },
    ...{ type: 'started', taskId, status: 'STARTED', isFinal: false, superseded: false },
    name: { task_name: `default.${taskId}`, queue: 'default' },
    frame: () => `event ${(made += 1)} of ${taskId}\n\n`,
  };
}

const streamOf = (...args: ConstructorParameters<typeof EventStream>) => {
  const stream = new EventStream(...args);
  stream.readable.read();
  return stream;
};

beforeEach(() => (made = 0));

it('makes the bytes of a batch once for all streams that are told the same', () => {
  const batch = [event('a', 1), event('b', 2)];
  const streams = Array.from({ length: 200 }, () => streamOf(null));
  for (const stream of streams) stream.receive(batch);
  const [first, ...others] = streams.map(({ readable }) => readable.read() as Buffer);
  expect(String(first)).toBe('event 1 of a\n\nevent 2 of b\n\n');
  expect(made).toBe(2);
  const place = [first?.buffer, first?.byteOffset];
  for (const { buffer, byteOffset } of others) expect([buffer, byteOffset]).toEqual(place);
});

it('tells streams that want other events other bytes, also where one entry tells of two tasks', () => {
  const batch = [event('a', 1), event('b', 1)];
  const told = ['a', 'b'].map((taskId) => {
    const stream = streamOf(taskId);
    stream.receive(batch);
    return String(stream.readable.read());
  });
  expect(told).toEqual(['event 1 of a\n\n', 'event 2 of b\n\n']);
});
