import type { Counter } from './counting-proxy.ts';
import { packets } from './packets.ts';

/** What passed between clients and broker. */
export interface AmqpCounts {
  frames: number;
  published: number;
  delivered: number;
  /** By clients, of deliveries. */
  acked: number;
  /** By the broker, of publishes; one may speak of many. */
  confirmed: number;
}

const METHOD_FRAME = 1;
const PROTOCOL_HEADER_BYTES = 8;
const [BASIC, PUBLISH, DELIVER, ACK] = [60, 40, 60, 80] as const;

/** Counts the frames and methods of AMQP 0-9-1 into `counts`. */
export function amqpCounter(counts: AmqpCounts): Counter {
  const frame = (data: Buffer, at: number): number | null =>
    data.length < at + 7 ? null : data.readUInt32BE(at + 3) + 8;
  const reader = (first: typeof frame | null, onMethod: (method: number) => void) =>
    packets(first, frame, (packet) => {
      counts.frames += 1;
      const isBasic = packet[0] === METHOD_FRAME && packet.readUInt16BE(7) === BASIC;
      if (isBasic) onMethod(packet.readUInt16BE(9));
    });
  return () => ({
    fromClient: reader(
      () => PROTOCOL_HEADER_BYTES,
      (method) => {
        if (method === PUBLISH) counts.published += 1;
        if (method === ACK) counts.acked += 1;
      },
    ),
    fromServer: reader(null, (method) => {
      if (method === DELIVER) counts.delivered += 1;
      if (method === ACK) counts.confirmed += 1;
    }),
  });
}
