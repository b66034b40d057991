import type { DeadLetterEdits } from '@celerity/contracts';
import type { Command } from 'commander';
import type { App } from '../../app.js';
import { WrongUsage } from '../../failures/wrong-usage.js';
import { jsonArrayOf, jsonObjectOf } from '../../parsing/json.js';
import { wholeNumberOf } from '../../parsing/numbers.js';
import { addMany, batchOf, type ManyOptions, showOutcomes } from './many.js';

interface ReplayOptions extends ManyOptions {
  readonly asTask?: string;
  readonly args?: unknown[];
  readonly kwargs?: Record<string, unknown>;
  readonly replay?: number;
}

/** `dead-letters replay [ID…]`: one, perhaps edited, or many. */
export function addReplay(group: Command, app: App): void {
  const { text } = app;
  const words = text.ofDeadLetters;
  addMany(group.command('replay').description(words.replayAbout), app)
    .option('--as-task <name>', words.asTaskOption)
    .option('--args <json>', words.argsOption, jsonArrayOf(text, '--args'))
    .option('--kwargs <json>', words.kwargsOption, jsonObjectOf(text, '--kwargs'))
    .option('--replay <n>', words.replayNumberOption, wholeNumberOf(text, '--replay', 1, 1_000))
    .action(async (ids: string[], { asTask, args, kwargs, replay, ...many }: ReplayOptions) => {
      const edits: DeadLetterEdits = { task_name: asTask, args, kwargs, replay };
      const edited = Object.values(edits).some((value) => value !== undefined);
      const batch = batchOf(app, ids, many);
      const [only] = ids;
      if (ids.length === 1 && only !== undefined) return replayOne(app, only, edits);
      if (edited) throw new WrongUsage(words.editsOfOne);
      const client = await app.client();
      const outcomes = await client.deadLetters.replayMany(batch, { signal: app.surroundings.signal });
      showOutcomes(app, outcomes, ({ id, task_id }) => words.replayed(id, task_id ?? ''));
    });
}

async function replayOne(app: App, id: string, edits: DeadLetterEdits): Promise<void> {
  const client = await app.client();
  const replayed = await client.deadLetters.replay(id, edits, { signal: app.surroundings.signal });
  app.print(replayed, () => [
    app.text.ofDeadLetters.replayed(id, replayed.task_id),
    app.style().minor(app.text.follow(replayed.task_id)),
  ]);
}
