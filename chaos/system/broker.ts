export interface QueueState {
  readonly name: string;
  readonly messages_ready: number;
  readonly messages_unacknowledged: number;
  readonly consumers: number;
}

export interface ConnectionState {
  readonly client_properties: readonly (readonly [string, string, string])[];
  readonly channels: number;
}

/** The RabbitMQ that a row's system stands on, one node or several, and what a row may do to it. */
export interface Broker {
  /** With the credentials, leading to a node that runs. */
  readonly url: string;
  /** Where a connection that begins now is led. */
  readonly target: { readonly host: string; readonly port: number };
  restart(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  startAgain(): Promise<void>;
  /** Kills it and removes its data. */
  discard(): Promise<void>;
  /** Queues of the prefix, as last listed; asking the broker's tools takes seconds. */
  knownQueues(prefix: string): Promise<readonly string[]>;
  queues(prefix: string): Promise<QueueState[]>;
  /** Connections by the name that our services give them, with the number of their channels. */
  connections(): Promise<ConnectionState[]>;
  /** `on` makes the broker believe that its memory is full. */
  memoryAlarm(on: boolean): Promise<void>;
  /** Runs `rabbitmqctl` and gives what it prints. */
  control(...args: string[]): Promise<string>;
}
