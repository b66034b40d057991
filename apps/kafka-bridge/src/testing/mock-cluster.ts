import { type ChildProcessWithoutNullStreams, execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { promisify } from 'node:util';

/** Codes of the protocol. */
export const UNKNOWN_TOPIC_OR_PARTITION = 3;
export const NOT_LEADER_OR_FOLLOWER = 6;
export const NOT_ENOUGH_REPLICAS = 19;

/** A record as kcat, a client that is not ours, reads it. */
export interface ConsumedRecord {
  readonly key: string;
  readonly partition: number;
  readonly offset: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Readonly<Record<string, unknown>> & { readonly type: string; readonly task_id: string };
}

interface KcatLine {
  readonly key: string;
  readonly partition: number;
  readonly offset: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly payload: string;
}

/** What the tests against Kafka's protocol need, and this machine lacks. */
function missingForKafka(): string[] {
  const works = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
  return [
    ...(works('kcat', '-V') ? [] : ['kcat']),
    ...(works('python3', '-c', 'import ctypes; ctypes.CDLL("librdkafka.so.1")')
      ? []
      : ['python3 with librdkafka1']),
  ];
}

/** `describe` for tests that need the mock cluster; skips them where it cannot be had, and says so. */
export function describeWithKafka(title: string, tests: () => void): void {
  const missing = missingForKafka();
  if (missing.length === 0) return describe(title, tests);
  process.stderr.write(`tests of the Kafka bridge are skipped: there is no ${missing.join(', ')}\n`);
  describe.skip(title, tests);
}

/** A cluster of a test's own: librdkafka's mock brokers, another implementation than the client under test. */
export class MockCluster {
  readonly topic = `test-${randomBytes(4).toString('hex')}.task-events`;

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: Interface,
    readonly brokers: string,
  ) {}

  static async start(partitions = 4): Promise<MockCluster> {
    const child = spawn('python3', [join(__dirname, 'mock-cluster.py')]);
    const lines = createInterface({ input: child.stdout });
    const [brokers] = (await once(lines, 'line')) as [string];
    const cluster = new MockCluster(child, lines, brokers);
    await cluster.say(`topic ${cluster.topic} ${partitions}`);
    return cluster;
  }

  /** The brokers hang up, and take no connections. */
  down(): Promise<void> {
    return this.say('down');
  }

  up(): Promise<void> {
    return this.say('up');
  }

  /** The processes stop as if their machine were frozen: connections stay and nobody answers. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  /** Answers every question about the topic with an error; 0 ends it. */
  failTopic(code: number): Promise<void> {
    return this.say(`fail ${this.topic} ${code}`);
  }

  /** Refuses the next requests to write. */
  refuse(requests: number, code: number): Promise<void> {
    return this.say(`refuse ${requests} ${code}`);
  }

  /** All records of the topic, those of each partition in their order. */
  async records(): Promise<ConsumedRecord[]> {
    const args = ['-C', '-b', this.brokers, '-t', this.topic, '-o', 'beginning', '-e', '-q', '-J'];
    const { stdout } = await promisify(execFile)('kcat', args, {
      maxBuffer: 256 * 1024 ** 2,
      timeout: 60_000,
    });
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => recordOf(JSON.parse(line) as KcatLine));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }

  private async say(command: string): Promise<void> {
    const answered = once(this.lines, 'line');
    this.child.stdin.write(`${command}\n`);
    const [answer] = (await answered) as [string];
    if (answer !== 'ok') throw new Error(`${command}: error ${answer}`);
  }
}

function recordOf({ key, partition, offset, headers, payload }: KcatLine): ConsumedRecord {
  const named: Record<string, string> = {};
  for (let at = 0; at < headers.length; at += 2) named[headers[at] ?? ''] = headers[at + 1] ?? '';
  return { key, partition, offset, headers: named, value: JSON.parse(payload) as ConsumedRecord['value'] };
}
