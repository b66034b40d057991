import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { OccurrenceStore } from '@celerity/beat/dist/occurrences/occurrence-store.js';

// Planted: the id of an occurrence's task does not derive from its schedule and instant.
const { unpublished } = OccurrenceStore.prototype;
OccurrenceStore.prototype.unpublished = async function (this: OccurrenceStore, after) {
  const found = await unpublished.call(this, after);
  return found.map((occurrence) => ({ ...occurrence, taskId: randomUUID() }));
};
