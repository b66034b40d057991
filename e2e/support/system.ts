import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TcpProxy, TestBroker } from '@celerity/messaging/testing';
import { type MailSink, startMailSink } from '@celerity/tools/local/mail/start-mail-sink.ts';
import { Api } from './api.ts';
import { TestDatabase } from './database.ts';
import { ServiceProcess } from './service-process.ts';

const SERVICES = ['gateway', 'worker', 'beat', 'monitor'] as const;
type ServiceName = (typeof SERVICES)[number];

export const ADMIN_PASSWORD = 'e2e-admin-password';

/** The whole of Celerity under a prefix and in a database of its own. */
export class System {
  readonly api: Api;

  private constructor(
    readonly broker: TestBroker,
    readonly database: TestDatabase,
    readonly mails: MailSink,
    readonly services: Record<ServiceName, ServiceProcess>,
    private readonly home: string,
    /** The way of the services to PostgreSQL, where a test has asked for one that it can hold. */
    readonly databaseHop: TcpProxy | null,
  ) {
    this.api = new Api(services.gateway.url);
  }

  /**
   * Starts everything, with a seeded mall when asked to; `env` overrides settings of the services, `later` names
   * those that the test starts itself.
   */
  static async start({
    seed = false,
    env = {},
    later = [],
    databaseHop = false,
  }: {
    seed?: boolean;
    env?: Record<string, string>;
    later?: ServiceName[];
    databaseHop?: boolean;
  } = {}): Promise<System> {
    const home = await mkdtemp(join(tmpdir(), 'celerity-e2e-'));
    const [broker, database, mails] = await Promise.all([
      TestBroker.create(),
      TestDatabase.create(),
      startMailSink({ dir: join(home, 'mails') }),
    ]);
    const databaseUrl = new URL(database.url);
    const hop = databaseHop
      ? await TcpProxy.to(databaseUrl.hostname, Number(databaseUrl.port || 5432))
      : null;
    if (hop) databaseUrl.host = `127.0.0.1:${hop.port}`;
    const settings = {
      AMQP_URL: broker.url,
      DATABASE_URL: databaseUrl.href,
      SMTP_URL: mails.smtpUrl,
      CELERITY_PREFIX: broker.names.prefix,
      CELERITY_HOME: home,
      EXPORT_DIR: join(home, 'exports'),
      REPORT_DIR: join(home, 'reports'),
      CELERITY_ADMIN_PASSWORD: ADMIN_PASSWORD,
      JWT_SECRET: 'e2e-secret-that-is-long-enough-0123456789',
      LOG_LEVEL: 'info',
      ...env,
    };
    if (seed) await seedMall(settings);
    const services = Object.fromEntries(
      SERVICES.map((name) => [name, new ServiceProcess(name, settings)]),
    ) as Record<ServiceName, ServiceProcess>;
    await Promise.all(SERVICES.filter((name) => !later.includes(name)).map((name) => services[name].start()));
    const system = new System(broker, database, mails, services, home, hop);
    await system.api.logIn('admin', ADMIN_PASSWORD);
    return system;
  }

  async stop(): Promise<void> {
    await Promise.all(SERVICES.map((name) => this.services[name].stop()));
    await this.mails.stop();
    await this.databaseHop?.close();
    await this.broker.destroy();
    await this.database.drop();
    await rm(this.home, { recursive: true, force: true });
  }
}

async function seedMall(env: Record<string, string>): Promise<void> {
  const script = join(__dirname, '../../apps/worker/dist/mall/seed.js');
  await promisify(execFile)(process.execPath, [script], { env: { ...process.env, ...env } });
}
