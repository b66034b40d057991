/** What ends a task; of each task one of them must be told, once. */
const FINAL = new Set(['succeeded', 'failed', 'revoked', 'expired']);

/** A client that reads every event as it comes, and keeps of each how its tasks ended. */
export class ReadingClient {
  /** Events told so far. */
  events = 0;
  /** How often it was told that a task had ended, by the task's id. */
  readonly ends = new Map<string, number>();
  /** Why the stream ended, as it said itself; null while it goes on. */
  ended: string | null = null;
  readonly #leaving = new AbortController();
  #reading: Promise<void> = Promise.resolve();

  /** Resolves when the stream has begun. */
  async open(url: URL, headers: Readonly<Record<string, string>>): Promise<void> {
    const response = await fetch(url, { headers, signal: this.#leaving.signal });
    if (!response.ok || !response.body) throw new Error(`no stream: ${response.status}`);
    this.#reading = this.#read(response.body).catch(() => undefined);
  }

  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#reading;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    let type = '';
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('event: ')) this.#begin((type = line.slice('event: '.length)));
        else if (FINAL.has(type) && line.startsWith('data: ')) this.#end(line);
      }
    }
    this.ended ??= 'closed';
  }

  #begin(type: string): void {
    this.events += 1;
    if (type === 'end') this.ended = 'end';
  }

  /** Finds the id without reading the rest: two hundred clients share this process with the load. */
  #end(line: string): void {
    const [, id = ''] = /"task_id":"([^"]+)"/.exec(line) ?? [];
    this.ends.set(id, (this.ends.get(id) ?? 0) + 1);
  }
}
