import {
  boundedJson,
  bridgedEvent,
  readableEvent,
  TASK_EVENT_SCHEMA_VERSION,
  type BridgedEvent,
  type JournalBatch,
} from '@celerity/contracts';
import { RECORD_OVERHEAD, type KafkaRecord } from '../kafka/kafka-record.js';

/** What was noticed while records were made. */
export interface Tally {
  /** Time of the last event, whether it is passed on or not; null when there is none. */
  lastAt: string | null;
  /** Entries that are no events of this version. */
  ignored: number;
  /** Events that lack a field which was too large. */
  reduced: number;
}

export interface RecordRules {
  readonly generation: number;
  readonly mostBytes: number;
}

/** The records of some batches, in their order; each is made when it is asked for, so that few are in memory. */
export function* recordsOf(
  batches: readonly JournalBatch[],
  rules: RecordRules,
  tally: Tally,
): Generator<KafkaRecord> {
  for (const { offset, events } of batches) {
    for (const [at, entry] of events.entries()) {
      const event = readableEvent(entry);
      if (event) tally.lastAt = event.at;
      else tally.ignored += 1;
      const bridged = event && bridgedEvent(event);
      if (!bridged) continue;
      const record = recordOf(bridged, { offset, index: at + 1 }, rules);
      if (record.headers['celerity-left-out'] !== undefined) tally.reduced += 1;
      yield record;
    }
  }
}

/** Place in the journal, as the ids of event streams say it too. */
interface Place {
  readonly offset: number;
  /** From 1. */
  readonly index: number;
}

function recordOf(event: BridgedEvent, { offset, index }: Place, rules: RecordRules): KafkaRecord {
  const { json, leftOut } = boundedJson(event, rules.mostBytes - RECORD_OVERHEAD);
  return {
    key: event.task_id,
    value: json,
    headers: {
      'content-type': 'application/json',
      'celerity-schema': String(TASK_EVENT_SCHEMA_VERSION),
      'celerity-type': event.type,
      'celerity-generation': String(rules.generation),
      'celerity-offset': String(offset),
      'celerity-index': String(index),
      ...(leftOut.length > 0 && { 'celerity-left-out': leftOut.join(',') }),
    },
  };
}
