import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findExecutable, pathDirs } from '@celerity/tools/local/executables.ts';
import { findFreePorts } from '@celerity/tools/local/ports.ts';
import { shortHash } from '@celerity/tools/local/places.ts';
import { stringify } from 'yaml';
import type { System } from '../system.ts';
import { alertmanagerConfiguration, impatientRules, prometheusConfiguration } from './quick-configuration.ts';
import { WatchProcess } from './watch-process.ts';
import { Webhook } from './webhook.ts';

const PROGRAMS = ['prometheus', 'prometheus-alertmanager', 'prometheus-postgres-exporter'];

/** What of it is not on this machine; then the test is left out. */
export const missingWatchers = PROGRAMS.filter((name) => !findExecutable(name, pathDirs()));

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}

interface Exemplars {
  readonly exemplars: readonly { readonly labels: { readonly trace_id?: string } }[];
}

/** Prometheus, Alertmanager and postgres_exporter of Debian, set up as they are shipped, beside a whole system. */
export class Watchers {
  private constructor(
    private readonly processes: readonly WatchProcess[],
    readonly webhook: Webhook,
    private readonly prometheus: string,
  ) {}

  static async start(dir: string, system: System, brokerMetrics: number): Promise<Watchers> {
    const [prometheus, alertmanager, exporter] = (await findFreePorts(3, shortHash(dir))).map(
      (port) => `127.0.0.1:${port}`,
    ) as [string, string, string];
    const webhook = await Webhook.start();
    const services = Object.entries(system.services).map(([name, { url }]) => [
      `celerity-${name}`,
      new URL(url).host,
    ]);
    const targets = {
      ...(Object.fromEntries(services) as Record<string, string>),
      rabbitmq: `127.0.0.1:${brokerMetrics}`,
      postgres: exporter,
      // Off unless it is wanted: as with Compose, its name leads nowhere.
      'celerity-kafka-bridge': null,
    };
    await mkdir(dir, { recursive: true });
    const smtp = new URL(system.mails.smtpUrl).host;
    const files = {
      'alerts.yaml': impatientRules(),
      'prometheus.yaml': prometheusConfiguration(targets, alertmanager),
      'alertmanager.yaml': alertmanagerConfiguration(smtp, webhook.url),
    };
    for (const [name, content] of Object.entries(files)) await writeFile(join(dir, name), stringify(content));
    const processes = await Promise.all([
      WatchProcess.start(
        'prometheus',
        [
          `--config.file=${join(dir, 'prometheus.yaml')}`,
          `--storage.tsdb.path=${join(dir, 'series')}`,
          `--web.listen-address=${prometheus}`,
          '--enable-feature=exemplar-storage',
        ],
        `http://${prometheus}/-/ready`,
      ),
      WatchProcess.start(
        'prometheus-alertmanager',
        [
          `--config.file=${join(dir, 'alertmanager.yaml')}`,
          `--storage.path=${join(dir, 'alerts')}`,
          `--web.listen-address=${alertmanager}`,
          '--cluster.listen-address=',
        ],
        `http://${alertmanager}/-/ready`,
      ),
      WatchProcess.start(
        'prometheus-postgres-exporter',
        [`--web.listen-address=${exporter}`],
        `http://${exporter}/metrics`,
        { DATA_SOURCE_NAME: `${system.database.url}?sslmode=disable` },
      ),
    ]);
    return new Watchers(processes, webhook, `http://${prometheus}`);
  }

  /** What a query says now. @throws with Prometheus's own words when it is no query */
  async query(expr: string): Promise<readonly Sample[]> {
    const response = await fetch(`${this.prometheus}/api/v1/query?query=${encodeURIComponent(expr)}`);
    const answer = (await response.json()) as { data?: { result: Sample[] }; error?: string };
    if (!answer.data) throw new Error(`${answer.error}: ${expr}`);
    return answer.data.result;
  }

  /** Trace ids that Prometheus holds beside the series of a query, of the last minutes. */
  async tracesOf(expr: string): Promise<readonly string[]> {
    const now = Date.now() / 1_000;
    const words = new URLSearchParams({ query: expr, start: String(now - 600), end: String(now + 60) });
    const response = await fetch(`${this.prometheus}/api/v1/query_exemplars?${words}`);
    const { data = [] } = (await response.json()) as { data?: readonly Exemplars[] };
    return data.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels.trace_id ?? ''));
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.stop()));
    await this.webhook.stop();
  }
}
