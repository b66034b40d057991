import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shortHash } from '../places.ts';
import { findFreePorts, isPortFree } from '../ports.ts';
import { readRecord, writeRecord } from '../private-node.ts';

/**
 * How long a delivery may stay unacknowledged: five minutes above the longest time limit of a task, which
 * the broker's own default of 30 minutes would cut off.
 */
export const CONSUMER_TIMEOUT_MS = 2_100_000;

/** What makes one private broker that broker; kept so that a restart finds its data under the same name. */
export interface BrokerSettings {
  nodeName: string;
  user: string;
  password: string;
  amqpPort: number;
  distributionPort: number;
  epmdPort: number;
  /** Where its metrics are, when it was started with them. */
  metricsPort?: number;
}

/** What the nodes of one cluster have in common. Their name server is the cluster's: no node starts or ends it. */
export interface ClusterSettings {
  readonly user: string;
  readonly password: string;
  readonly cookie: string;
  readonly epmdPort: number;
}

export function newClusterSettings(epmdPort: number): ClusterSettings {
  return {
    user: 'celerity',
    password: randomBytes(18).toString('hex'),
    cookie: randomBytes(20).toString('hex'),
    epmdPort,
  };
}

const FILE = 'broker.json';

/** The settings of the broker in this folder, made up at the first start. */
export async function loadBrokerSettings(
  dir: string,
  { metrics = false, cluster }: { metrics?: boolean | undefined; cluster?: ClusterSettings | undefined } = {},
): Promise<BrokerSettings> {
  const known = readRecord<BrokerSettings>(dir, FILE);
  if (known && (!metrics || known.metricsPort) && (await portsAreFree(known, cluster))) return known;
  const seed = shortHash(dir);
  const [amqpPort = 0, distributionPort = 0, epmdPort = 0, metricsPort = 0] = await findFreePorts(4, seed);
  const settings: BrokerSettings = {
    nodeName: known?.nodeName ?? `celerity-${seed}@localhost`,
    user: known?.user ?? cluster?.user ?? 'celerity',
    password: known?.password ?? cluster?.password ?? randomBytes(18).toString('hex'),
    amqpPort,
    distributionPort,
    epmdPort: cluster?.epmdPort ?? epmdPort,
    ...(metrics && { metricsPort }),
  };
  writeRecord(dir, FILE, settings);
  return settings;
}

/** The settings of a broker that runs, without looking whether its ports are free. */
export function recordedBrokerSettings(dir: string): BrokerSettings | undefined {
  return readRecord<BrokerSettings>(dir, FILE);
}

/** AMQP address with which a client reaches this broker. */
export function brokerUrl({ user, password, amqpPort }: BrokerSettings): string {
  return `amqp://${user}:${password}@127.0.0.1:${amqpPort}`;
}

/** Writes the files RabbitMQ reads at its start; the product itself needs no plugin. */
export function writeBrokerFiles(
  dir: string,
  settings: BrokerSettings,
  {
    plugins = [],
    cookie: given,
  }: { plugins?: readonly string[] | undefined; cookie?: string | undefined } = {},
): void {
  const lines = [
    `listeners.tcp.default = 127.0.0.1:${settings.amqpPort}`,
    `default_user = ${settings.user}`,
    `default_pass = ${settings.password}`,
    `consumer_timeout = ${CONSUMER_TIMEOUT_MS}`,
    'disk_free_limit.absolute = 200MB',
    'log.console = false',
    `log.file = ${join(dir, 'log', 'broker.log')}`,
    'log.file.rotation.size = 10485760',
    'log.file.rotation.count = 3',
    ...(settings.metricsPort === undefined
      ? []
      : ['prometheus.tcp.ip = 127.0.0.1', `prometheus.tcp.port = ${settings.metricsPort}`]),
  ];
  writeFileSync(join(dir, 'rabbitmq.conf'), `${lines.join('\n')}\n`, { mode: 0o600 });
  const enabled = settings.metricsPort === undefined ? plugins : [...plugins, 'rabbitmq_prometheus'];
  writeFileSync(
    join(dir, 'enabled_plugins'),
    `[${enabled.join(',')}].
`,
  );
  const cookie = join(dir, '.erlang.cookie');
  if (!existsSync(cookie)) writeFileSync(cookie, given ?? randomBytes(20).toString('hex'), { mode: 0o400 });
}

/** Environment that keeps the node inside its folder and on loopback. */
export function brokerEnvironment(dir: string, settings: BrokerSettings): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(RABBITMQ|ERL)_/.test(name));
  return {
    ...Object.fromEntries(inherited),
    HOME: dir,
    RABBITMQ_NODENAME: settings.nodeName,
    RABBITMQ_CONFIG_FILE: join(dir, 'rabbitmq'),
    RABBITMQ_CONF_ENV_FILE: join(dir, 'no-env.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(dir, 'no-advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(dir, 'enabled_plugins'),
    RABBITMQ_MNESIA_BASE: join(dir, 'data'),
    RABBITMQ_LOG_BASE: join(dir, 'log'),
    RABBITMQ_DIST_PORT: String(settings.distributionPort),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1} +B i',
    ERL_EPMD_PORT: String(settings.epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    // The script then becomes the node itself, so that the process id we hold is the node's.
    RUNNING_UNDER_SYSTEMD: 'true',
  };
}

async function portsAreFree(
  { amqpPort, distributionPort, epmdPort }: BrokerSettings,
  cluster: ClusterSettings | undefined,
): Promise<boolean> {
  const own = [amqpPort, distributionPort, ...(cluster ? [] : [epmdPort])];
  const free = await Promise.all(own.map((port) => isPortFree(port)));
  return free.every(Boolean);
}
