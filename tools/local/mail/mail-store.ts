import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseMail, type ReceivedMail } from './received-mail.ts';

const MAX_MAILS = 2_000;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_RELOADED = 200;

type Listener = (mail: ReceivedMail) => void;

/** Keeps every mail as a file, and the newest ones in memory. */
export class MailStore {
  readonly dir: string;
  readonly #mails: ReceivedMail[] = [];
  readonly #listeners = new Set<Listener>();
  #bytes = 0;
  #sequence = 0;

  private constructor(dir: string) {
    this.dir = dir;
  }

  /** Opens a folder; the newest mails an earlier run left there are shown again. */
  static async open(dir: string): Promise<MailStore> {
    mkdirSync(dir, { recursive: true });
    const store = new MailStore(dir);
    const files = readdirSync(dir).filter((name) => name.endsWith('.eml'));
    for (const name of files.sort().slice(-MAX_RELOADED)) {
      const file = join(dir, name);
      const receivedAt = statSync(file).mtime.toISOString();
      store.#keep(
        await parseMail(readFileSync(file), { id: name.slice(0, -'.eml'.length), receivedAt, file }),
      );
    }
    return store;
  }

  /** Stores one mail; only once it is on disk does the sender get his "250 OK". */
  async add(raw: Buffer, recipients: string[]): Promise<void> {
    const receivedAt = new Date().toISOString();
    const sequence = String(++this.#sequence).padStart(5, '0');
    const id = `${receivedAt.replaceAll(/[-:.]/g, '')}-${process.pid}-${sequence}`;
    const file = join(this.dir, `${id}.eml`);
    await writeFile(`${file}.part`, raw);
    await rename(`${file}.part`, file);
    const mail = await parseMail(raw, { id, receivedAt, file }, recipients);
    this.#keep(mail);
    for (const listener of this.#listeners) listener(mail);
  }

  /** Mails in memory, oldest first. */
  all(): readonly ReceivedMail[] {
    return this.#mails;
  }

  find(id: string): ReceivedMail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }

  /** First mail, there already or still to come, that fits; rejects when the time is up. */
  waitFor(predicate: (mail: ReceivedMail) => boolean, timeoutMs: number): Promise<ReceivedMail> {
    const present = this.#mails.find(predicate);
    if (present) return Promise.resolve(present);
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        settle();
      };
      const listener: Listener = (mail) => predicate(mail) && finish(() => resolve(mail));
      const timer = setTimeout(
        () =>
          finish(() =>
            reject(new Error(`no such mail within ${timeoutMs} ms (${this.#mails.length} others)`)),
          ),
        timeoutMs,
      );
      this.#listeners.add(listener);
    });
  }

  #keep(mail: ReceivedMail): void {
    this.#mails.push(mail);
    this.#bytes += sizeOf(mail);
    while (this.#mails.length > MAX_MAILS || this.#bytes > MAX_BYTES) {
      const oldest = this.#mails.shift();
      if (!oldest) return;
      this.#bytes -= sizeOf(oldest);
    }
  }
}

function sizeOf({ text, html }: ReceivedMail): number {
  return 2 * (text.length + html.length);
}
