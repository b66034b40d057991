import { type CelerityClient, type SendOptions, Unreachable } from '@celerity/client';
import type { TaskAccepted } from '@celerity/contracts';
import type { App } from '../app.js';

/** Sends a task; when there is no answer, says that it may have been sent all the same. */
export async function sendTask(
  app: App,
  client: CelerityClient,
  name: string,
  options: SendOptions,
): Promise<TaskAccepted> {
  const { signal } = app.surroundings;
  try {
    return await client.send(name, options, { signal });
  } catch (error) {
    // A request that was refused a connection was certainly not heard.
    if (error instanceof Unreachable && !/ECONNREFUSED|ENOTFOUND/.test(error.message) && !app.options.json) {
      app.note(app.text.unreachableSend);
    }
    throw error;
  }
}
