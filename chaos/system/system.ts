import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { repoRoot } from '@celerity/tools/local/places.ts';
import { FaultProxy } from '../faults/fault-proxy.ts';
import { BrokerClient } from './broker-client.ts';
import { ADMIN_PASSWORD, Client } from './client.ts';
import type { Ground } from './ground.ts';
import { Ledger } from './ledger.ts';
import { rowsOf } from './rows-of.ts';
import { ServiceProcess } from './service-process.ts';

export const APPS = ['gateway', 'worker', 'beat', 'monitor'] as const;
export type App = (typeof APPS)[number];

export interface SystemOptions {
  /** Settings of services, by application. */
  readonly env?: Partial<Record<App, Readonly<Record<string, string>>>>;
  /** Modules loaded before a service, such as a planted bug; paths in `dist`. */
  readonly preloads?: Partial<Record<App, readonly string[]>>;
  /** Fault points armed in the first incarnation of services. */
  readonly faults?: Partial<Record<App, string>>;
  /** Applications that the row starts itself. */
  readonly later?: readonly App[];
  /** The product's own worker with the mall's tasks, instead of the chaos worker. */
  readonly shippedWorker?: boolean;
}

const DIST = join(repoRoot, 'chaos/dist');

/** The way of one service to broker and database, each over a proxy that can be broken. */
export interface Lines {
  readonly broker: FaultProxy;
  readonly database: FaultProxy;
}

/** All services as processes under a prefix and in a database of one row. */
export class System {
  readonly ground: Ground;
  readonly prefix: string;
  readonly databaseUrl: string;
  readonly ledger: Ledger;
  readonly client: Client;
  readonly services: ServiceProcess[] = [];
  readonly lines = new Map<App, Lines>();
  readonly #database: string;
  readonly #logs: string;
  readonly #options: SystemOptions;
  #turn = 0;

  private constructor(ground: Ground, prefix: string, logs: string, options: SystemOptions) {
    this.ground = ground;
    this.prefix = prefix;
    this.#database = prefix.replaceAll('-', '_');
    this.databaseUrl = ground.database.urlOf(this.#database);
    this.#logs = logs;
    this.#options = options;
    this.ledger = new Ledger(join(logs, 'ledger.jsonl'));
    this.client = new Client(() => this.#gatewayInTurn(), this.ledger);
  }

  /** Prepares everything and starts nothing, so that whatever is started later can be stopped. */
  static async prepare(ground: Ground, name: string, options: SystemOptions = {}): Promise<System> {
    const logs = join(ground.logs, name);
    await mkdir(logs, { recursive: true });
    const prefix = `chaos-${name}`.slice(0, 40);
    const system = new System(ground, prefix, logs, options);
    await ground.database.drop(system.#database);
    await ground.database.create(system.#database);
    for (const app of APPS) {
      system.lines.set(app, {
        broker: await FaultProxy.to(() => ground.broker.target),
        database: await FaultProxy.to(() => ground.database.target),
      });
    }
    return system;
  }

  async start(): Promise<void> {
    const { later, faults } = this.#options;
    const now = APPS.filter((app) => !later?.includes(app));
    await Promise.all(now.map((app) => this.add(app).start({ fault: faults?.[app] })));
    if (now.includes('gateway')) await this.client.logIn();
  }

  get broker(): BrokerClient {
    return new BrokerClient(this.ground.broker.url, this.prefix);
  }

  /** The n-th process of an application, of those added so far. */
  first(app: App, n = 0): ServiceProcess {
    const found = this.services.filter(({ spec }) => spec.label.startsWith(app))[n];
    if (!found) throw new Error(`the row has started no ${app}`);
    return found;
  }

  /** One more replica of an application, not yet started. */
  add(app: App, env: Readonly<Record<string, string>> = {}): ServiceProcess {
    const number = this.services.filter(({ spec }) => spec.label.startsWith(app)).length;
    const label = number === 0 ? app : `${app}-${number + 1}`;
    const shipped = app !== 'worker' || this.#options.shippedWorker === true;
    const service = new ServiceProcess({
      label,
      main: shipped ? join(repoRoot, 'apps', app, 'dist/main.js') : join(DIST, 'worker.js'),
      preloads: [
        // The shipped worker has no handlers for them.
        ...(app === 'worker' ? [] : ['known-tasks.js']),
        ...(app === 'beat' ? ['no-schedules.js'] : []),
        ...(this.#options.preloads?.[app] ?? []),
      ].map((module) => join(DIST, module)),
      env: { ...this.#environment(app), ...this.#options.env?.[app], ...env },
      logFile: join(this.#logs, `${label}.log`),
    });
    this.services.push(service);
    return service;
  }

  line(app: App): Lines {
    const lines = this.lines.get(app);
    if (!lines) throw new Error(`no lines of ${app}`);
    return lines;
  }

  everyLine(kind: keyof Lines): FaultProxy[] {
    return [...this.lines.values()].map((lines) => lines[kind]);
  }

  rows<Row extends Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return rowsOf<Row>(this.databaseUrl, sql, values);
  }

  /** Ends everything of the row and removes its traces but the logs. */
  async stop(): Promise<void> {
    await Promise.all(this.services.map((service) => service.kill()));
    await this.broker.deleteAll(await this.ground.broker.knownQueues(this.prefix));
    await Promise.all(
      [...this.lines.values()].flatMap(({ broker, database }) => [broker.close(), database.close()]),
    );
    await this.ground.database.drop(this.#database);
    this.ledger.close();
  }

  /** What a load balancer in front of the gateways does; with one gateway always that one, even if it is down. */
  #gatewayInTurn(): string {
    const gateways = this.services.filter(({ spec }) => spec.label.startsWith('gateway'));
    const inRotation = gateways.filter((gateway) => gateway.inRotation);
    const open = inRotation.length > 0 ? inRotation : gateways;
    return open[(this.#turn += 1) % open.length]?.url ?? '';
  }

  #environment(app: App): Record<string, string> {
    const { broker, database } = this.line(app);
    return {
      AMQP_URL: through(this.ground.broker.url, broker),
      DATABASE_URL: through(this.databaseUrl, database),
      CELERITY_PREFIX: this.prefix,
      CELERITY_HOME: this.#logs,
      CELERITY_ADMIN_PASSWORD: ADMIN_PASSWORD,
      JWT_SECRET: 'chaos-secret-that-is-long-enough-0123456789',
      LOG_LEVEL: 'info',
    };
  }
}

function through(address: string, { port }: FaultProxy): string {
  const url = new URL(address);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.toString();
}
