import { type CelerityClient, type OnceOptions, type SendOptions, Unreachable } from '@celerity/client';
import type { TaskAccepted } from '@celerity/contracts';
import type { App } from '../app.js';

/** Sends a task; when there is no answer, says that it may have been sent all the same. */
export function sendTask(
  app: App,
  client: CelerityClient,
  name: string,
  options: SendOptions,
  idempotencyKey?: string,
): Promise<TaskAccepted> {
  return sending(app, idempotencyKey, (once) => client.send(name, options, once));
}

/** Makes a request that sends something, once when there is a key. */
export async function sending<Answer>(
  app: App,
  idempotencyKey: string | undefined,
  send: (once: OnceOptions) => Promise<Answer>,
): Promise<Answer> {
  const { signal } = app.surroundings;
  try {
    return await send({ signal, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) });
  } catch (error) {
    // A request that was refused a connection was certainly not heard.
    if (error instanceof Unreachable && !/ECONNREFUSED|ENOTFOUND/.test(error.message) && !app.options.json) {
      app.note(idempotencyKey === undefined ? app.text.unreachableSend : app.text.unreachableKeyed);
    }
    throw error;
  }
}
