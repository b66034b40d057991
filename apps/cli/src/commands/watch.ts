import { type CelerityClient, STATES, type StreamMessage } from '@celerity/client';
import type { EventFilter, TaskSnapshot, TasksSnapshot } from '@celerity/contracts';
import { type Command, Option } from 'commander';
import type { App } from '../app.js';
import { EXIT } from '../exit-code.js';
import { InterruptedWait } from '../failures/interrupted-wait.js';
import { WrongUsage } from '../failures/wrong-usage.js';
import { Contact } from '../live/contact.js';
import { choiceOf } from '../parsing/choice.js';
import { eventLine, stateLine } from '../printing/event-line.js';

interface WatchOptions extends Pick<EventFilter, 'status' | 'queue'> {
  readonly taskName?: string;
  readonly since?: string;
}

type Message = StreamMessage<TaskSnapshot | TasksSnapshot>;

/** `watch [ID]`: what happens, as it happens. */
export function addWatch(program: Command, app: App): void {
  const { text } = app;
  program
    .command('watch')
    .description(text.live.watchAbout)
    .argument('[id]', text.live.watchIdArgument)
    .addOption(
      new Option('--status <status>', text.live.statusOption)
        .choices(STATES)
        .argParser(choiceOf(text, '--status', STATES)),
    )
    .option('--task-name <name>', text.nameOption)
    .option('--queue <queue>', text.onlyQueueOption)
    .option('--since <event-id>', text.live.sinceOption)
    .action(async (id: string | undefined, { since, taskName, status, queue }: WatchOptions) => {
      const filter: EventFilter = { task_name: taskName, status, queue };
      if (id !== undefined && Object.values(filter).some((value) => value !== undefined))
        throw new WrongUsage(text.live.idOrFilter);
      const client = await app.client();
      const contact = new Contact(app);
      const options = {
        signal: app.surroundings.signal,
        lastEventId: since,
        onAway: (error: unknown) => contact.lost(error),
      };
      const messages: AsyncGenerator<Message> =
        id === undefined ? client.followAll(filter, options) : client.followTask(id, options);
      await tellAll(app, client, messages, contact, id);
    });
}

async function tellAll(
  app: App,
  client: CelerityClient,
  messages: AsyncGenerator<Message>,
  contact: Contact,
  id: string | undefined,
): Promise<void> {
  try {
    for await (const message of messages) {
      contact.made();
      if (app.options.json) app.surroundings.stdout.write(`${JSON.stringify(asJson(message))}\n`);
      else tell(app, client, message);
    }
  } catch (error) {
    if (!app.surroundings.signal.aborted) throw error;
    if (id !== undefined) throw new InterruptedWait(id);
    // Ctrl-C is how this is meant to end.
    app.exitCode = EXIT.interrupted;
    return;
  }
  if (id === undefined) return;
  // The stream of one task ends with it.
  const { status } = await client.result(id, { waitS: 5, signal: app.surroundings.signal });
  if (status !== 'SUCCESS') app.exitCode = EXIT.refused;
}

function tell(app: App, client: CelerityClient, message: Message): void {
  const { text, surroundings, width } = app;
  switch (message.kind) {
    case 'event':
      for (const line of eventLine(message.event, text, width, app.style()))
        surroundings.stdout.write(`${line}\n`);
      return;
    case 'reset':
      app.note(app.style('stderr').minor(text.live.missed));
      return;
    case 'snapshot':
      if ('task' in message.snapshot)
        surroundings.stdout.write(`${stateLine(message.snapshot.task, text, width, app.style())}\n`);
      else
        app.note(
          app.style('stderr').minor(text.live.following(client.baseUrl, message.snapshot.tasks.count)),
        );
  }
}

function asJson(message: Message): object {
  if (message.kind === 'event') return { event_id: message.id, ...message.event };
  if (message.kind === 'snapshot') return { event_id: message.id, type: 'snapshot', ...message.snapshot };
  return { type: 'reset', reason: message.reason };
}
