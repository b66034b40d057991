import {
  boundedJson,
  bridgedEvent,
  readableEvent,
  TASK_EVENT_SCHEMA_VERSION,
  type BridgedEvent,
  type JournalBatch,
} from '@celerity/contracts';
import { RECORD_OVERHEAD, type KafkaRecord } from '../kafka/kafka-record.js';

/** Some batches, as Kafka is told of them. */
export interface BridgedContent {
  readonly records: readonly KafkaRecord[];
  /** Time of the last event, whether it is passed on or not; null when there is none. */
  readonly lastAt: string | null;
  /** Entries that are no events of this version. */
  readonly ignored: number;
  /** Events that lack a field which was too large. */
  readonly reduced: number;
}

export interface RecordRules {
  readonly generation: number;
  readonly mostBytes: number;
}

/** The records of some batches, in their order. */
export function recordsOf(batches: readonly JournalBatch[], rules: RecordRules): BridgedContent {
  const records: KafkaRecord[] = [];
  let lastAt: string | null = null;
  let ignored = 0;
  let reduced = 0;
  for (const { offset, events } of batches) {
    events.forEach((entry, at) => {
      const event = readableEvent(entry);
      if (!event) return void (ignored += 1);
      lastAt = event.at;
      const bridged = bridgedEvent(event);
      if (!bridged) return;
      const record = recordOf(bridged, { offset, index: at + 1 }, rules);
      if (record.headers['celerity-left-out'] !== undefined) reduced += 1;
      records.push(record);
    });
  }
  return { records, lastAt, ignored, reduced };
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
