import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { SetupError } from '@celerity/tools/local/setup-error.ts';
import type { Target } from '../http/http-load.ts';

const CHROMIUM = '/usr/bin/chromium';
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

/** A page of headless Chromium that is logged in as who the target's token is of. */
export async function openDashboard(gateway: Target, started: AsyncDisposableStack): Promise<Page> {
  if (!existsSync(CHROMIUM))
    throw new SetupError('there is no Chromium here', `Install chromium, so that ${CHROMIUM} is there.`);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  started.defer(() => browser.close());
  const context = await browser.newContext({
    baseURL: new URL('/', gateway.url).href,
    locale: 'en-GB',
    viewport: { width: 1280, height: 860 },
  });
  context.setDefaultTimeout(60_000);
  const session = {
    token: gateway.headers['authorization']?.replace('Bearer ', ''),
    role: 'operator',
    username: 'bench',
    expiresAt: Date.now() + 3_000_000,
  };
  await context.addInitScript(`sessionStorage.setItem('celerity.session', '${JSON.stringify(session)}')`);
  return context.newPage();
}
