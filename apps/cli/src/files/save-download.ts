import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { access, open, rename, rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Download } from '@celerity/client';
import type { App } from '../app.js';
import { Refusal } from '../failures/refusal.js';
import { WrongUsage } from '../failures/wrong-usage.js';

/** `-o -`: what comes is passed on. */
export const STANDARD_OUTPUT = '-';

export interface SaveOptions {
  /** Where to; under the gateway's name in the working folder unless given. */
  readonly output?: string;
  readonly force?: boolean;
}

/** What was saved. */
export interface Saved {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Saves a file whole or not at all, checked against its checksum.
 * @throws Refusal when it cannot be written, or came broken; WrongUsage when a file is in the way
 */
export async function saveDownload(app: App, download: Download, options: SaveOptions): Promise<Saved> {
  const { text, surroundings } = app;
  const path = resolve(surroundings.cwd, options.output ?? safeName(download.fileName));
  const draft = `${path}.part-${process.pid}`;
  try {
    if (!options.force && (await exists(path))) throw new WrongUsage(text.files.exists(path));
    const { bytes, sha256 } = await write(app, download, draft, path);
    if (download.sha256 !== null && download.sha256 !== sha256) throw new Refusal(text.files.broken(path));
    await rename(draft, path).catch(asRefusal(app, path));
    return { path, bytes, sha256 };
  } finally {
    download.close();
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

/** Passes a file on to the standard output; a checksum that does not fit is found out at its end. */
export async function passOn(app: App, download: Download): Promise<void> {
  const { stdout } = app.surroundings;
  const hash = createHash('sha256');
  for await (const chunk of download.chunks) {
    hash.update(chunk);
    if (!stdout.write(chunk)) await once(stdout, 'drain');
  }
  if (download.sha256 !== null && download.sha256 !== hash.digest('hex'))
    throw new Refusal(app.text.files.broken(STANDARD_OUTPUT));
}

async function write(
  app: App,
  { chunks }: Download,
  draft: string,
  path: string,
): Promise<Omit<Saved, 'path'>> {
  const file = await open(draft, 'wx').catch(asRefusal(app, path));
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      await file.writeFile(chunk).catch(asRefusal(app, path));
      hash.update(chunk);
      bytes += chunk.length;
    }
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

function asRefusal({ text }: App, path: string): (error: unknown) => never {
  return (error) => {
    // The system's own words repeat the path.
    const [why = ''] = (error as Error).message.split(/, \w+ '/, 1);
    throw new Refusal(text.files.cannotWrite(path, why));
  };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The gateway's name is taken as a name only: never as a way to another folder, or to a hidden file. */
function safeName(given: string | null): string {
  const name = basename((given ?? '').replaceAll('\\', '/')).replace(/^\.+|\p{Cc}/gu, '');
  return name === '' ? 'download' : name;
}
