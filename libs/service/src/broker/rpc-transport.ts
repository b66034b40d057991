import { type RmqOptions, Transport } from '@nestjs/microservices';
import type { BrokerNames } from '@celerity/messaging';

const HEARTBEAT_S = 15;
const RECONNECT_S = 1;

/** Transport options of a request/reply queue, for its server and its clients alike. */
export function rpcTransport(amqpUrl: string, queue: string): RmqOptions {
  return {
    transport: Transport.RMQ,
    options: {
      urls: [amqpUrl],
      queue,
      // The topology declares it; declaring it here too could disagree.
      noAssert: true,
      // A question is asked again by whoever still wants to know: it needs no ack and no disk.
      noAck: true,
      persistent: false,
      socketOptions: {
        heartbeatIntervalInSeconds: HEARTBEAT_S,
        reconnectTimeInSeconds: RECONNECT_S,
        connectionOptions: { noDelay: true },
      },
    },
  };
}

/** Beat's queue. */
export function beatTransport(amqpUrl: string, names: BrokerNames): RmqOptions {
  return rpcTransport(amqpUrl, names.beatQuestions);
}

/** The monitor's queue. */
export function monitorTransport(amqpUrl: string, names: BrokerNames): RmqOptions {
  return rpcTransport(amqpUrl, names.monitorQuestions);
}
