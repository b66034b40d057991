import type { Role } from '@celerity/contracts';
import type { Command } from 'commander';
import type { App } from '../../app.js';
import { showAnswer } from '../../live/show-answer.js';
import { shownList } from '../../live/shown-list.js';
import { choiceOf } from '../../parsing/choice.js';
import { instantOf } from '../../parsing/instants.js';
import { keyTable } from '../../printing/access-tables.js';
import { ROLE_CHOICES } from './role-choices.js';

const MOST_LISTED = 200;

/** `api-keys list`, `create` and `revoke`. */
export function addApiKeys(program: Command, app: App): void {
  const { text, surroundings } = app;
  const { signal } = surroundings;
  const said = text.access;
  const keys = program.command('api-keys').description(said.keysAbout);
  keys.helpCommand(false);
  keys
    .command('list')
    .description(said.listKeys)
    .option('--revoked', said.revokedOption)
    .option('--cursor <cursor>', text.cursorOption)
    .action(async ({ revoked, cursor }: { revoked?: boolean; cursor?: string }) => {
      const { apiKeys } = await app.client();
      await showAnswer(app, {}, async () =>
        shownList(
          app,
          await apiKeys.list({ revoked, limit: MOST_LISTED, cursor }, { signal }),
          keyTable,
          said.noKeys,
        ),
      );
    });
  keys
    .command('create')
    .description(said.createKey)
    .argument('<name>', said.keyNameArgument)
    .requiredOption('--role <role>', said.roleOption, choiceOf(text, '--role', ROLE_CHOICES))
    .option('--expires <time>', said.expiresOption, instantOf(text, '--expires'))
    .action(async (name: string, { role, expires }: { role: Role; expires?: string }) => {
      const wanted = { name, role, ...(expires === undefined ? {} : { expires_at: expires }) };
      const made = await (await app.client()).apiKeys.create(wanted, { signal });
      app.print(made, () => [said.keyCreated(name), made.key]);
    });
  keys
    .command('revoke')
    .description(said.revokeKey)
    .argument('<id>', said.keyIdArgument)
    .action(async (id: string) => {
      const revoked = await (await app.client()).apiKeys.revoke(id, { signal });
      app.print(revoked, () => [said.keyRevoked(revoked.name)]);
    });
}
