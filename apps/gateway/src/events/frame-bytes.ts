import type { ShownEvent } from './shown-events.js';

/** By the positions that were chosen of a batch; gone with the batch. */
const made = new WeakMap<readonly ShownEvent[], Map<string, Buffer>>();

/**
 * The frames of the events at these positions of a batch, as bytes. They are made once for all streams that want the
 * same: with two hundred readers, a copy for each would be most of what the gateway allocates.
 */
export function frameBytes(batch: readonly ShownEvent[], positions: readonly number[]): Buffer {
  const choices = made.get(batch) ?? new Map<string, Buffer>();
  made.set(batch, choices);
  const choice = positions.join();
  const bytes = choices.get(choice) ?? Buffer.from(positions.map((at) => batch[at]?.frame() ?? '').join(''));
  choices.set(choice, bytes);
  return bytes;
}
