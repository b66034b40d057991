import type { Broker } from './broker.ts';

/** One link between two brokers as docs/multi-cluster.md sets it up, run by the broker that is `host`. */
export interface Shovel {
  readonly name: string;
  readonly from: { readonly broker: Broker; readonly queue: string; readonly stream?: boolean };
  readonly to: { readonly broker: Broker; readonly queue: string };
}

/** Starts moving; what is moved stays at the source until the other side has confirmed it. */
export async function startShovel(host: Broker, { name, from, to }: Shovel): Promise<void> {
  const link = {
    'src-protocol': 'amqp091',
    'src-uri': from.broker.url,
    'src-queue': from.queue,
    'src-prefetch-count': 100,
    ...(from.stream ? { 'src-consumer-args': { 'x-stream-offset': 'first' } } : {}),
    'dest-protocol': 'amqp091',
    'dest-uri': to.broker.url,
    'dest-queue': to.queue,
    'dest-add-forward-headers': true,
    'ack-mode': 'on-confirm',
    'reconnect-delay': 1,
  };
  await host.control('set_parameter', 'shovel', name, JSON.stringify(link));
}

export async function stopShovel(host: Broker, name: string): Promise<void> {
  await host.control('clear_parameter', 'shovel', name);
}
