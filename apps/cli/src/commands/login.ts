import { CelerityClient } from '@celerity/client';
import type { Command } from 'commander';
import { ask, askSecret, readFirstLine } from '../access/ask-secret.js';
import { credentialsPath, readCredentials, storeLogin } from '../access/credentials-file.js';
import { chosenUrl } from '../access/open-client.js';
import type { App } from '../app.js';
import { WrongUsage } from '../failures/wrong-usage.js';
import { localTime } from '../printing/moments.js';
import { inOneLine } from '../printing/plain-text.js';

const FOR_GOOD = '9999-12-31T23:59:59.000Z';

/** `login`: exchanges a password for a token, and keeps that. */
export function addLogin(program: Command, app: App): void {
  program
    .command('login')
    .description(app.text.loginAbout)
    .option('-u, --username <name>', app.text.usernameOption)
    .option('--api-key', app.text.access.apiKeyOption)
    .action(async (options: { username?: string; apiKey?: true }) => {
      if (options.apiKey) return keepApiKey(app);
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

/** An API key needs no exchange: it is kept if the gateway takes it. */
async function keepApiKey(app: App): Promise<void> {
  const { surroundings, text } = app;
  const path = credentialsPath(surroundings);
  const baseUrl = chosenUrl(surroundings, await readCredentials(path), app.options.url);
  const typed = surroundings.stdin.isTTY
    ? await askSecret(surroundings, text.access.askKey)
    : await readFirstLine(surroundings);
  const apiKey = typed.trim();
  if (!apiKey.startsWith('ck_'))
    throw new WrongUsage(text.invalidValue('--api-key', 'ck_…', text.access.notAKey));
  const client = new CelerityClient({ baseUrl, apiKey });
  await client.taskTypes({ signal: surroundings.signal });
  // The gateway knows when it ends.
  const login = { username: 'api-key', role: '', expires_at: FOR_GOOD };
  await storeLogin(path, client.baseUrl, { token: apiKey, ...login });
  app.print({ url: client.baseUrl, path }, () => [text.access.keyKept(client.baseUrl), path]);
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
