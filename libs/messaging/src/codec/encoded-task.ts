import type { Options } from 'amqplib';

/** A task message as the broker carries it. */
export interface EncodedTask {
  readonly content: Buffer;
  readonly properties: Options.Publish;
}
