import { parse, v5, v7 } from 'uuid';

/** Namespace of the ids of a batch's tasks (a random UUID, fixed for ever). */
const OF_BATCH = '0f7a7b0e-5f43-4b7d-9d0a-0f2f6c1f3f55';

/** The id of a batch's task by its place: a UUIDv7 of the batch's own moment, the same each time. */
export function batchTaskId(batchId: string, index: number): string {
  const msecs = Number.parseInt(batchId.replaceAll('-', '').slice(0, 12), 16);
  return v7({ msecs, seq: index, random: parse(v5(`${batchId}:${index}`, OF_BATCH)) });
}
