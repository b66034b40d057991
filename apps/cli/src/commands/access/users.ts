import type { Role } from '@celerity/contracts';
import type { Command } from 'commander';
import { askSecret, readFirstLine } from '../../access/ask-secret.js';
import type { App } from '../../app.js';
import { WrongUsage } from '../../failures/wrong-usage.js';
import { showAnswer } from '../../live/show-answer.js';
import { shownList } from '../../live/shown-list.js';
import { choiceOf } from '../../parsing/choice.js';
import { userTable } from '../../printing/access-tables.js';
import { ROLE_CHOICES } from './role-choices.js';

const MOST_LISTED = 200;

/** `users list`, `create`, `edit`, `disable`, `enable` and `delete`. */
export function addUsers(program: Command, app: App): void {
  const { text, surroundings } = app;
  const { signal } = surroundings;
  const said = text.access;
  const users = program.command('users').description(said.usersAbout);
  users.helpCommand(false);
  users
    .command('list')
    .description(said.listUsers)
    .option('--cursor <cursor>', text.cursorOption)
    .action(async ({ cursor }: { cursor?: string }) => {
      const { users: api } = await app.client();
      await showAnswer(app, {}, async () =>
        shownList(app, await api.list({ limit: MOST_LISTED, cursor }, { signal }), userTable, said.noUsers),
      );
    });
  users
    .command('create')
    .description(said.createUser)
    .argument('<username>', said.usernameArgument)
    .requiredOption('--role <role>', said.roleOption, choiceOf(text, '--role', ROLE_CHOICES))
    .action(async (username: string, { role }: { role: Role }) => {
      const password = await newPassword(app, username);
      const user = await (await app.client()).users.create({ username, password, role }, { signal });
      app.print(user, () => [said.userCreated(username, role)]);
    });
  users
    .command('edit')
    .description(said.editUser)
    .argument('<username>', said.usernameArgument)
    .option('--role <role>', said.roleOption, choiceOf(text, '--role', ROLE_CHOICES))
    .option('--password', said.passwordOption)
    .action(async (username: string, options: { role?: Role; password?: true }) => {
      const { role, password } = options;
      if (role === undefined && !password) throw new WrongUsage(said.nothingToChange);
      const changes = {
        ...(role === undefined ? {} : { role }),
        ...(password ? { password: await newPassword(app, username) } : {}),
      };
      const user = await (await app.client()).users.edit(username, changes, { signal });
      app.print(user, () => [said.userChanged(username)]);
    });
  const states = [
    ['disable', said.disableUser, true],
    ['enable', said.enableUser, false],
  ] as const;
  for (const [verb, about, disabled] of states) {
    users
      .command(verb)
      .description(about)
      .argument('<username>', said.usernameArgument)
      .action(async (username: string) => {
        const user = await (await app.client()).users.edit(username, { disabled }, { signal });
        app.print(user, () => [said.userChanged(username)]);
      });
  }
  users
    .command('delete')
    .description(said.deleteUser)
    .argument('<username>', said.usernameArgument)
    .action(async (username: string) => {
      const user = await (await app.client()).users.delete(username, { signal });
      app.print(user, () => [said.userDeleted(username)]);
    });
}

/** Never an argument: those are seen by everybody on the machine. */
async function newPassword({ surroundings, text }: App, username: string): Promise<string> {
  const password = surroundings.stdin.isTTY
    ? await askSecret(surroundings, text.access.askNewPassword(username))
    : await readFirstLine(surroundings);
  if (password === '') throw new WrongUsage(text.access.noPassword);
  return password;
}
