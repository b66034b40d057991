import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Surroundings } from '../surroundings.js';

type Terminal = Pick<Surroundings, 'stdin' | 'stderr' | 'signal'>;

/** Asks on the terminal, showing what is typed. */
export async function ask({ stdin, stderr, signal }: Terminal, question: string): Promise<string> {
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    return (await lines.question(question, { signal })).trim();
  } finally {
    lines.close();
  }
}

/** Asks on the terminal, showing nothing of what is typed. */
export async function askSecret({ stdin, stderr, signal }: Terminal, question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  stderr.write(question);
  try {
    return await lines.question('', { signal });
  } finally {
    lines.close();
    stderr.write('\n');
  }
}

/** The first line of what is piped in. */
export async function readFirstLine({ stdin }: Pick<Surroundings, 'stdin'>): Promise<string> {
  const lines = createInterface({ input: stdin });
  for await (const line of lines) return line;
  return '';
}
