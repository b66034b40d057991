import type { MessageProperties } from 'amqplib';

/** The header that the broker's shovel adds to what it moves from one broker to another. */
const SHOVELLED = 'x-shovelled';

/**
 * Whether another broker sent this message. Shovels deliver at least once, and the cluster that it comes from may
 * have sent it again, so each one is a possible duplicate.
 */
export function wasMoved({ headers }: MessageProperties): boolean {
  return (headers as Readonly<Record<string, unknown>> | undefined)?.[SHOVELLED] !== undefined;
}
