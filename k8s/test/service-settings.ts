import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Those that every installation has. */
export const SERVICES = ['gateway', 'worker', 'beat', 'monitor'] as const;
/** With those that are switched on by a profile or a component. */
export const ALL_SERVICES = [...SERVICES, 'kafka-bridge'] as const;
export type Service = (typeof ALL_SERVICES)[number];

export interface Setting {
  readonly variable: string;
  readonly default: unknown;
  readonly required: boolean;
}

/** What the built services themselves say they read. */
export async function readSettings(): Promise<Readonly<Record<Service, readonly Setting[]>>> {
  const printed = await Promise.all(
    ALL_SERVICES.map(async (service) => [service, await settingsOf(service)]),
  );
  return Object.fromEntries(printed) as Record<Service, readonly Setting[]>;
}

async function settingsOf(service: Service): Promise<readonly Setting[]> {
  const main = join(__dirname, '..', '..', 'apps', service, 'dist', 'main.js');
  const { stdout } = await promisify(execFile)(process.execPath, [main, '--settings'], { env: {} });
  return JSON.parse(stdout) as Setting[];
}

export function isService(name: string): name is Service {
  return (ALL_SERVICES as readonly string[]).includes(name);
}

/** The setting that a variable of a manifest is about: `X_FILE` gives `X` in a file. */
export function settingNamed(variable: string): string {
  return variable.replace(/_FILE$/, '');
}

/** Settings of which every manifest leaves the default, since the default is right there. */
const LEFT_EVERYWHERE = ['FAULT_POINT', 'HOST', 'LOG_FORMAT', 'PORT'];
/** Needed in special cases only. */
const LEFT_TO_EXPERTS = [
  'OTEL_BSP_SCHEDULE_DELAY',
  'JWT_PUBLIC_KEY',
  'WORKER_HEARTBEAT_MS',
  'WORKER_THREAD_IDLE_MS',
];
/** In Kubernetes whoever wants another value gives it in the ConfigMap `<service>-settings`. */
const LEFT_TO_A_CONFIG_MAP = [
  'ACCEPT_GAP',
  'CORS_ORIGINS',
  'EVENT_STREAMS',
  'EVENT_STREAMS_PER_USER',
  'EXPORT_KEEP_HOURS',
  'JWT_LIFETIME',
  'KAFKA_CLIENT_ID',
  'KAFKA_COMPRESSION',
  'KAFKA_MAX_MESSAGE_BYTES',
  'KAFKA_SASL_MECHANISM',
  'KAFKA_SASL_USERNAME',
  'KAFKA_TLS',
  'KAFKA_TLS_CA',
  'KAFKA_TLS_CERT',
  'KAFKA_TLS_KEY',
  'KAFKA_TOPIC',
  'MAIL_FROM',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'RATE_LIMIT_LOGINS',
  'RATE_LIMIT_PER_ADDRESS',
  'RATE_LIMIT_PER_USER',
  'S3_ACCESS_KEY_ID',
  'S3_BUCKET',
  'S3_ENDPOINT',
  'S3_FOLDER',
  'S3_REGION',
  'SWEEP_AFTER_MS',
  'TRACE_URL_TEMPLATE',
  'TRUSTED_PROXIES',
  'WORKER_QUEUES',
  'WORKER_THREAD_MEMORY_MB',
];

/** The image sets the first; the others come in an override, with the secret in a file that it mounts. */
const LEFT_BY_COMPOSE = [
  'NODE_ENV',
  'KAFKA_SASL_PASSWORD',
  'KAFKA_TLS_CA',
  'KAFKA_TLS_CERT',
  'KAFKA_TLS_KEY',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
];

/**
 * Settings of a service that a manifest neither gives nor is meant to leave alone: give each in
 * docker/compose.yaml and k8s/, or say above why it is left.
 */
export function forgottenSettings(
  known: readonly Setting[],
  given: readonly string[],
  by: 'compose' | 'kubernetes',
): string[] {
  const left = [
    ...LEFT_EVERYWHERE,
    ...LEFT_TO_EXPERTS,
    ...(by === 'compose' ? LEFT_BY_COMPOSE : LEFT_TO_A_CONFIG_MAP),
  ];
  return known
    .map(({ variable }) => variable)
    .filter((name) => !given.includes(name) && !left.includes(name));
}
