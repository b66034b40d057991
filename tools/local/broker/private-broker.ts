import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateDir, readRecord, stillRunning, writeRecord, type PrivateNode } from '../private-node.ts';
import { isAlive, type ProcessIdentity } from '../process/process-identity.ts';
import { lastLines, spawnDaemon } from '../process/spawn-daemon.ts';
import { killProcess, stopProcess } from '../process/stop-process.ts';
import { SetupError } from '../setup-error.ts';
import { waitUntil } from '../wait-until.ts';
import { findBrokerBinaries, type BrokerBinaries } from './broker-binaries.ts';
import { probeBroker } from './broker-probe.ts';
import {
  brokerEnvironment,
  brokerUrl,
  loadBrokerSettings,
  type ClusterSettings,
  recordedBrokerSettings,
  writeBrokerFiles,
  type BrokerSettings,
} from './broker-settings.ts';

export interface PrivateBrokerOptions {
  /** Holds everything of this node; the same folder again means the same node with its data. */
  dir: string;
  /** With the plugin that tells Prometheus of it; the port is in `recordedBrokerSettings(dir)`. */
  metrics?: boolean;
  binaries?: BrokerBinaries | undefined;
  /** Plugins of the broker to enable, such as `rabbitmq_shovel`. */
  plugins?: readonly string[];
  /** For a node that is to join others; it does not join by itself. */
  cluster?: ClusterSettings | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
}

/** The node, and the name server (epmd) that Erlang needs beside it unless a cluster has one. */
interface BrokerProcesses {
  node: ProcessIdentity;
  epmd?: ProcessIdentity;
}

const PROCESSES = 'processes.json';

/** Starts a RabbitMQ node of our own, or takes over the one a crashed run left in this folder. */
export async function startPrivateBroker(options: PrivateBrokerOptions): Promise<PrivateNode> {
  const { dir, metrics, plugins, cluster } = options;
  const running = await takeOver(dir);
  if (running) return running;
  const binaries = options.binaries ?? findBrokerBinaries();
  if (!binaries)
    throw new SetupError('RabbitMQ is not installed here', 'Install rabbitmq-server, or set AMQP_URL.');

  makePrivateDir(dir);
  for (const part of ['data', 'log']) mkdirSync(join(dir, part), { recursive: true });
  const settings = await loadBrokerSettings(dir, { metrics, cluster });
  writeBrokerFiles(dir, settings, { plugins, cookie: cluster?.cookie });
  const processes = await spawnBroker(dir, settings, binaries, cluster === undefined);
  try {
    await waitUntilReady(dir, settings, processes.node, options);
  } catch (error) {
    await endProcesses(processes, killProcess);
    throw error;
  }
  return describeNode(dir, settings, processes, false);
}

async function takeOver(dir: string): Promise<PrivateNode | undefined> {
  const processes = readRecord<BrokerProcesses>(dir, PROCESSES);
  const settings = recordedBrokerSettings(dir);
  if (!processes || !settings) return undefined;
  if (isAlive(processes.node) && (await probeBroker(brokerUrl(settings))).state === 'accepted') {
    return describeNode(dir, settings, processes, true);
  }
  await killLeftBroker(dir);
  return undefined;
}

/** Ends what a crashed run left running in this folder. */
export async function killLeftBroker(dir: string): Promise<void> {
  const processes = readRecord<BrokerProcesses>(dir, PROCESSES);
  await Promise.all(stillRunning(processes && recorded(processes)).map(killProcess));
}

function recorded({ node, epmd }: BrokerProcesses): ProcessIdentity[] {
  return epmd ? [node, epmd] : [node];
}

async function spawnBroker(
  dir: string,
  settings: BrokerSettings,
  binaries: BrokerBinaries,
  withNameServer: boolean,
): Promise<BrokerProcesses> {
  const env = brokerEnvironment(dir, settings);
  const logFile = join(dir, 'log', 'boot.log');
  const epmd = withNameServer ? { epmd: await startNameServer(dir, settings.epmdPort, binaries) } : {};
  const node = await spawnDaemon({ command: binaries.server, args: [], env, cwd: dir, logFile });
  const processes = { node, ...epmd };
  writeRecord(dir, PROCESSES, processes);
  return processes;
}

/** Erlang's name server, on which nodes find each other; for the nodes of a cluster. */
export async function startNameServer(
  dir: string,
  port: number,
  binaries: BrokerBinaries,
): Promise<ProcessIdentity> {
  const args = ['-port', String(port), '-address', '127.0.0.1'];
  const env = { ...process.env, HOME: dir };
  return spawnDaemon({ command: binaries.epmd, args, env, cwd: dir, logFile: join(dir, 'epmd.log') });
}

async function waitUntilReady(
  dir: string,
  settings: BrokerSettings,
  node: ProcessIdentity,
  { signal, timeoutMs = 90_000 }: PrivateBrokerOptions,
): Promise<void> {
  const url = brokerUrl(settings);
  const outcome = await waitUntil(
    async () => {
      if (!isAlive(node)) return 'ended';
      return (await probeBroker(url)).state === 'accepted' ? 'ready' : undefined;
    },
    { timeoutMs, signal },
  );
  if (outcome === 'ready') return;
  const what = outcome === 'ended' ? 'ended while starting' : `was not ready after ${timeoutMs / 1000} s`;
  throw new SetupError(
    `the private RabbitMQ node ${what}\n${lastLines(join(dir, 'log', 'boot.log'), 8)}`,
    `See ${join(dir, 'log')}; removing ${dir} starts afresh (and loses its messages).`,
  );
}

function describeNode(
  dir: string,
  settings: BrokerSettings,
  processes: BrokerProcesses,
  reused: boolean,
): PrivateNode {
  return {
    url: brokerUrl(settings),
    pid: processes.node.pid,
    dir,
    reused,
    stop: () => endProcesses(processes, (identity) => stopProcess(identity, { graceMs: 30_000 })),
    kill: () => endProcesses(processes, killProcess),
    discard: async () => {
      await endProcesses(processes, killProcess);
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function endProcesses(
  { node, epmd }: BrokerProcesses,
  end: (identity: ProcessIdentity) => Promise<unknown>,
): Promise<void> {
  await end(node);
  // The name server has nothing to save, and would wait for nobody.
  if (epmd) await killProcess(epmd);
}
