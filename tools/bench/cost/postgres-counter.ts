import type { Counter } from './counting-proxy.ts';
import { packets } from './packets.ts';

/** What passed between clients and database. */
export interface PostgresCounts {
  /**
   * Times that a client waited for an answer within a transaction: simple queries, syncs of extended ones, the end of a COPY's data. What
   * is asked without one (whether all is stored, who leads) is asked the more often the longer a run takes.
   */
  roundTrips: number;
  transactions: number;
}

const SIMPLE_QUERY = 'Q'.charCodeAt(0);
const SYNC = 'S'.charCodeAt(0);
const COPY_DONE = 'c'.charCodeAt(0);
const WAITS = [SIMPLE_QUERY, SYNC, COPY_DONE];

/** Counts the messages of PostgreSQL's protocol into `counts`. */
export function postgresCounter(counts: PostgresCounts): Counter {
  const startup = (data: Buffer, at: number): number | null =>
    data.length < at + 4 ? null : data.readUInt32BE(at);
  const message = (data: Buffer, at: number): number | null =>
    data.length < at + 5 ? null : data.readUInt32BE(at + 1) + 1;
  return () => {
    let inTransaction = false;
    return {
      fromClient: packets(startup, message, (packet) => {
        const statement = packet.subarray(5, 13).toString('latin1').toLowerCase();
        if (statement.startsWith('begin')) {
          inTransaction = true;
          counts.transactions += 1;
        }
        if (!inTransaction) return;
        if (WAITS.includes(packet[0] ?? 0)) counts.roundTrips += 1;
        if (statement.startsWith('commit') || statement.startsWith('rollback')) inTransaction = false;
      }),
      fromServer: () => undefined,
    };
  };
}
