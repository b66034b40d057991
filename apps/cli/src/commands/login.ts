import { CelerityClient } from '@celerity/client';
import type { Command } from 'commander';
import { ask, askSecret, readFirstLine } from '../access/ask-secret.js';
import { credentialsPath, readCredentials, storeLogin } from '../access/credentials-file.js';
import { chosenUrl } from '../access/open-client.js';
import type { App } from '../app.js';
import { WrongUsage } from '../failures/wrong-usage.js';
import { localTime } from '../printing/moments.js';
import { inOneLine } from '../printing/plain-text.js';

/** `login`: exchanges a password for a token, and keeps that. */
export function addLogin(program: Command, app: App): void {
  program
    .command('login')
    .description(app.text.loginAbout)
    .option('-u, --username <name>', app.text.usernameOption)
    .action(async (options: { username?: string }) => {
      const { surroundings, text } = app;
      const path = credentialsPath(surroundings);
      const baseUrl = chosenUrl(surroundings, await readCredentials(path), app.options.url);
      const { username, password } = await credentials(app, options.username);
      const client = new CelerityClient({ baseUrl });
      const { access_token, expires_in, role } = await client.logIn(username, password, {
        signal: surroundings.signal,
      });
      const expires_at = new Date(Date.now() + expires_in * 1_000).toISOString();
      await storeLogin(path, client.baseUrl, { token: access_token, username, role, expires_at });
      // The token itself is nobody's business, not even a log's.
      app.print({ url: client.baseUrl, username, role, expires_at, path }, () => [
        text.loggedIn(client.baseUrl, username, inOneLine(role)),
        text.tokenKept(path, localTime(expires_at)),
      ]);
    });
}

/** Asked for on a terminal, else the password is what is piped in. */
async function credentials(app: App, given?: string): Promise<{ username: string; password: string }> {
  const { surroundings, text } = app;
  if (surroundings.stdin.isTTY) {
    const username = given ?? (await ask(surroundings, text.askUsername));
    return { username, password: await askSecret(surroundings, text.askPassword) };
  }
  const password = given === undefined ? '' : await readFirstLine(surroundings);
  if (given === undefined || password === '') throw new WrongUsage(text.noTerminal);
  return { username: given, password };
}
