import { createInterface } from 'node:readline';

type Arguments = Readonly<Record<string, number>>;

/** What a producer can be asked to do; each answer is one line of JSON. */
export type Operations = Readonly<Record<string, (args: Arguments) => Promise<object>>>;

/** Answers requests, one JSON object a line, from stdin until it ends. Every producer, of whatever system, speaks so. */
export async function serve(operations: Operations): Promise<void> {
  answer({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) {
    const { op, ...args } = JSON.parse(line) as { op: string } & Arguments;
    try {
      const operation = operations[op];
      if (!operation) throw new Error(`there is no operation ${op} here`);
      answer(await operation(args));
    } catch (error) {
      answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  process.exit(0);
}

function answer(content: object): void {
  process.stdout.write(`${JSON.stringify(content)}\n`);
}
