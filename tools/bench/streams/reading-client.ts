/** A client that reads every event as it comes, and keeps none. */
export class ReadingClient {
  /** Events told so far, by type. */
  readonly told = new Map<string, number>();
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

  count(type: string): number {
    return this.told.get(type) ?? 0;
  }

  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#reading;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('event: ')) this.#count(line.slice('event: '.length));
    }
    this.ended ??= 'closed';
  }

  #count(type: string): void {
    this.told.set(type, this.count(type) + 1);
    if (type === 'end') this.ended = 'end';
  }
}
