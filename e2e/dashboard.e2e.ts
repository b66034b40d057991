import { join } from 'node:path';
import { newTaskId } from '@celerity/contracts';
import { Publisher } from '@celerity/messaging';
import { until } from '@celerity/messaging/testing';
import { Api } from './support/api.ts';
import { Browser, CHROMIUM, hasBrowser } from './support/browser.ts';
import { ADMIN_PASSWORD, System } from './support/system.ts';

const PAGES = [
  '/',
  '/tasks',
  '/tasks?list=history',
  '/task-types',
  '/task-types/default.test_task',
  '/queues',
  '/dead-letters',
  '/workers',
  '/schedules',
  '/new-schedule',
  '/access',
  '/schedules/check_pending_bills',
] as const;

/** Pixels by which the page is wider than the window; code of the browser's. */
const WIDTH_BEYOND = 'document.documentElement.scrollWidth - innerWidth';

/** Where to put a picture of every page, for people to look at. */
const PICTURES = process.env['DASHBOARD_PICTURES'];

const withBrowser = hasBrowser ? describe : describe.skip;
if (!hasBrowser) process.stderr.write(`dashboard.e2e.ts is skipped: there is no ${CHROMIUM}\n`);

withBrowser('the dashboard', () => {
  let system: System;
  let browser: Browser;

  beforeAll(async () => {
    system = await System.start();
    browser = await Browser.open(system.services.gateway.url);
  });

  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  it('lets nobody in without the password', async () => {
    const { page } = browser;
    await page.goto('/tasks');
    expect(await browser.violations()).toEqual([]);
    await picture('login');
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill('wrong-password');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('User name or password is wrong.').waitFor();
    // The browser itself logs the 401 that was asked for.
    browser.complaints.splice(0);
    await page.getByLabel('Password').fill(ADMIN_PASSWORD);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor();
  });

  it('sends a task from its generated form, and shows how it moves and ends', async () => {
    const { page } = browser;
    await page.goto('/task-types');
    await page.getByRole('link', { name: /^long_running_task/ }).click();
    await page.getByLabel('seconds', { exact: true }).fill('4');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'default.long_running_task' }).waitFor();
    const bar = page.getByRole('progressbar');
    await bar.waitFor();
    const first = Number(await bar.getAttribute('value'));
    await until('the progress moves', async () => Number(await bar.getAttribute('value')) > first);
    await page.locator('h1 .badge', { hasText: 'Success' }).waitFor();
    expect(await page.getByRole('region', { name: 'Result' }).last().textContent()).toContain('"seconds"');
  });

  it('is told what happens, without a question in between, and says when it is not', async () => {
    const { page } = browser;
    await page.goto('/tasks?list=history&task_name=default.debug_task');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByText('No task fits.').waitFor();
    const id = await system.api.send('debug_task');
    // Sooner than anything but an event could tell.
    await page.locator(`a[href="/tasks/${id}"]`).waitFor({ timeout: 10_000 });
    await page.route('**/api/core/events', (route) => route.abort());
    await page.reload();
    await page.getByText('Not live: asks every 5 s').waitFor();
    await page.unroute('**/api/core/events');
    await page.getByText('Live', { exact: true }).waitFor();
    // The browser itself logs the connections that were cut.
    browser.complaints.splice(0);
  });

  it('refuses what the gateway refuses, beside the field', async () => {
    const { page } = browser;
    await page.goto('/task-types/email.send_notification_email');
    await page.getByLabel('email (required)').fill('nobody');
    await page.getByLabel('subject', { exact: true }).fill('Hello');
    await page.getByLabel('message', { exact: true }).fill('Hello');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.field .problem').first().waitFor();
    // The browser itself logs the 422 that was asked for.
    browser.complaints.splice(0);
  });

  it('shows why a task failed, and sends it again', async () => {
    const { page } = browser;
    await page.goto('/task-types/default.test_task');
    await page.getByLabel('message', { exact: true }).fill('fail');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('h1 .badge', { hasText: 'Failure' }).waitFor();
    await page.getByText('TestTaskFailure').first().waitFor();
    expect(await browser.violations()).toEqual([]);
    await picture('task-failed');
    const failed = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Retry' }).click();
    await page.waitForURL((url) => !url.pathname.endsWith(failed));
    await page.getByRole('link', { name: failed }).first().waitFor();
  });

  it('shows a message that no worker can read, and replays it with arguments that can be', async () => {
    const { page } = browser;
    await publishNonsense();
    await page.goto('/dead-letters');
    await page.getByRole('link', { name: 'default.test_task' }).click();
    await page.getByRole('region', { name: 'Message', exact: true }).first().waitFor();
    expect(await browser.violations()).toEqual([]);
    await picture('dead-letter');
    await page.getByLabel('kwargs').fill('{"message": "mended"}');
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.locator('h1 .badge', { hasText: 'Success' }).waitFor();
    await page.getByText('"mended"').first().waitFor();
  });

  it('pauses a schedule and lets it go on', async () => {
    const { page } = browser;
    await page.goto('/schedules');
    await page.getByRole('button', { name: 'Pause: check_pending_bills' }).click();
    await page.getByRole('button', { name: 'Resume: check_pending_bills' }).click();
    await page.getByRole('button', { name: 'Pause: check_pending_bills' }).waitFor();
  });

  it('makes a schedule with a preview of its runs, edits and deletes it', async () => {
    const { page } = browser;
    await page.goto('/new-schedule');
    await page.getByLabel('Name', { exact: true }).fill('from-the-browser');
    await page.getByLabel('Task', { exact: true }).selectOption('default.test_task');
    await page.getByLabel('Cron (required)').fill('61 * * * *');
    await page.getByText('cannot fire').waitFor();
    browser.complaints.splice(0);
    await page.getByLabel('Cron (required)').fill('30 2 * * *');
    await page.getByLabel('Time zone').fill('Europe/Berlin');
    await page.getByText('On the left in Europe/Berlin.').waitFor();
    const runs = page.getByRole('list', { name: 'Next runs' }).getByRole('listitem');
    expect(await runs.first().textContent()).toMatch(/ 02:30:00.* 0[01]:30:00 UTC/);
    await page.getByLabel('message', { exact: true }).fill('hello');
    expect(await browser.violations()).toEqual([]);
    await picture('schedule-preview');
    await page.getByRole('button', { name: 'Create schedule' }).click();
    await page.getByRole('heading', { name: 'from-the-browser' }).waitFor();
    await page.getByText('"hello"').waitFor();
    await page.getByRole('button', { name: 'Interval (s)' }).click();
    await page.getByLabel('Interval (s) (required)').fill('3600');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('every 1 h').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('link', { name: 'check_pending_bills' }).waitFor();
    expect(await page.getByRole('link', { name: 'from-the-browser' }).count()).toBe(0);
  });

  it('makes users and keys, shows a key once, and takes them back', async () => {
    const { page } = browser;
    const row = (name: string) => page.getByRole('row').filter({ hasText: name });
    await page.goto('/access');
    const user = page.getByRole('region', { name: 'New user' });
    await user.getByLabel('User name (required)').fill('olga');
    await user.getByLabel('Password (required)').fill('a-long-password');
    await user.getByLabel('Role (required)').selectOption('viewer');
    await user.getByRole('button', { name: 'Create user' }).click();
    await page.getByLabel('Role: olga').selectOption('operator');
    await page.getByRole('button', { name: 'Disable: olga' }).click();
    await row('olga').getByText('Disabled').waitFor();
    await page.getByRole('button', { name: 'Reset password: olga' }).click();
    await page.getByLabel('New password').fill('another-password');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Reset password' }).click();
    await page.getByRole('button', { name: 'Enable: olga' }).click();
    await row('olga').getByText('Active').waitFor();
    await new Api(system.services.gateway.url).logIn('olga', 'another-password');

    const key = page.getByRole('region', { name: 'New API key' });
    await key.getByLabel('Name (required)').fill('robot');
    await key.getByLabel('Role (required)').selectOption('viewer');
    await key.getByRole('button', { name: 'Create key' }).click();
    const shown = await key.getByText(/^ck_/).textContent();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await key.getByRole('button', { name: 'Copy: robot' }).click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(shown);
    expect(await browser.violations()).toEqual([]);
    await picture('key-once');
    await page.reload();
    await row('robot').waitFor();
    expect(await page.getByText(/^ck_/).count()).toBe(0);
    await page.getByRole('button', { name: 'Revoke: robot' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('There are no keys.').waitFor();
    await page.getByRole('button', { name: 'Delete: olga' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await row('olga').waitFor({ state: 'detached' });
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 375],
    ['dark', 375],
  ] as const)('has nothing that axe objects to, %s and %i px wide', async (theme, width) => {
    const { page } = browser;
    await page.setViewportSize({ width, height: 860 });
    await page.evaluate(`localStorage.setItem('celerity.theme', '${theme}')`);
    const found: Record<string, string[]> = {};
    for (const path of PAGES) {
      await page.goto(path);
      await page.locator('h1').waitFor();
      const loading = page.locator('main .empty[role=status]');
      await until('everything has come', async () => (await loading.count()) === 0);
      const violations = await browser.violations();
      if (violations.length > 0) found[path] = violations;
      const overflow = await page.evaluate<number>(WIDTH_BEYOND);
      if (overflow > 0) found[path] = [...(found[path] ?? []), `is ${overflow} px too wide`];
      await picture(`${theme}-${width}${path.replaceAll(/\W+/g, '-')}`);
    }
    expect(found).toEqual({});
  });

  it('speaks Chinese, and ends the session', async () => {
    const { page } = browser;
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.goto('/');
    await page.getByLabel('Language').selectOption('zh');
    await page.getByRole('heading', { name: '总览' }).waitFor();
    await picture('zh');
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('button', { name: '登录' }).waitFor();
    await page.getByLabel('语言').selectOption('en');
  });

  it('offers a viewer nothing that a viewer may not do', async () => {
    const { page } = browser;
    const viewer = { username: 'looker', password: 'only-looking-here', role: 'viewer' };
    expect((await system.api.post('/api/core/users', viewer)).status).toBe(201);
    const failed = (await system.api.history('status=FAILURE')).results[0]?.task_id;
    await page.getByLabel('User name').fill(viewer.username);
    await page.getByLabel('Password').fill(viewer.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await page.getByRole('link', { name: 'Workers' }).count()).toBe(0);
    await page.goto('/workers');
    await page.getByText('Only admins see this.').waitFor();
    await page.goto('/task-types/default.test_task');
    await page.getByText('Your role may not send tasks.').waitFor();
    await page.goto(`/tasks/${failed}`);
    await page.locator('h1 .badge', { hasText: 'Failure' }).waitFor();
    expect(await page.getByRole('button', { name: 'Retry' }).count()).toBe(0);
    await page.goto('/schedules');
    await page.getByRole('link', { name: 'check_pending_bills' }).waitFor();
    expect(await page.getByRole('button', { name: /Pause|Run now/ }).count()).toBe(0);
  });

  it('has had nothing to complain about', () => {
    expect(browser.complaints).toEqual([]);
  });

  async function publishNonsense(): Promise<void> {
    const connection = system.broker.connection('nonsense');
    const publisher = new Publisher(connection);
    await connection.start();
    await publisher.publish({
      exchange: system.broker.names.tasks,
      routingKey: 'task.default.test_task',
      content: Buffer.from('no JSON'),
      properties: { messageId: newTaskId(), type: 'default.test_task', contentType: 'application/json' },
    });
    publisher.stop();
  }

  async function picture(name: string): Promise<void> {
    if (PICTURES) await browser.page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  }
});
