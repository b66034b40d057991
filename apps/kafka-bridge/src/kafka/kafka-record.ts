/** A record for the topic. */
export interface KafkaRecord {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the key, the headers and the protocol add to a value, in bytes; rounded up. */
export const RECORD_OVERHEAD = 512;

/**
 * Cuts records, in their order, into requests that a broker takes: all of one may fall into one partition, where they
 * make one message of the protocol.
 */
export function* requestsOf(records: Iterable<KafkaRecord>, mostBytes: number): Generator<KafkaRecord[]> {
  let request: KafkaRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = Buffer.byteLength(record.value) + RECORD_OVERHEAD;
    if (request.length > 0 && bytes + size > mostBytes) {
      yield request;
      request = [];
      bytes = 0;
    }
    request.push(record);
    bytes += size;
  }
  if (request.length > 0) yield request;
}
