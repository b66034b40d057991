import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const MONITORING = join(__dirname, '../../../monitoring');
const read = (path: string): unknown => parse(readFileSync(join(MONITORING, path), 'utf8'));

interface PrometheusConfiguration {
  readonly scrape_configs: readonly { readonly job_name: string }[];
}

interface AlertRules {
  readonly groups: readonly { readonly rules: readonly object[] }[];
}

interface AlertmanagerConfiguration {
  readonly global: object;
  readonly route: { readonly routes: readonly object[] };
  readonly receivers: readonly { readonly webhook_configs?: readonly object[] }[];
}

/** The jobs that are shipped, each with the address of the test, null where nobody runs; none may be left out. */
export function prometheusConfiguration(
  targets: Readonly<Record<string, string | null>>,
  alertmanager: string,
): object {
  const shipped = read('prometheus/prometheus.yaml') as PrometheusConfiguration;
  return {
    ...shipped,
    global: { scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '1s' },
    alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
    scrape_configs: shipped.scrape_configs.map(({ job_name }) => {
      const target = targets[job_name];
      if (target === undefined) throw new Error(`the test has no address for the job ${job_name}`);
      return { job_name, static_configs: target === null ? [] : [{ targets: [target] }] };
    }),
  };
}

/** The rules that are shipped, with no patience; how long each waits is for promtool's tests. */
export function impatientRules(): object {
  const { groups } = read('prometheus/alerts.yaml') as AlertRules;
  return {
    groups: groups.map((group) => ({
      ...group,
      rules: group.rules.map((rule) => ({ ...rule, for: '1s' })),
    })),
  };
}

/** The routes and receivers that are shipped, at once, with the addresses of the test. */
export function alertmanagerConfiguration(smtp: string, webhook: string): object {
  const shipped = read('alertmanager/alertmanager.yaml') as AlertmanagerConfiguration;
  const atOnce = { group_wait: '0s', group_interval: '1s' };
  return {
    ...shipped,
    global: { ...shipped.global, smtp_smarthost: smtp },
    route: {
      ...shipped.route,
      ...atOnce,
      routes: shipped.route.routes.map((route) => ({ ...route, ...atOnce })),
    },
    receivers: shipped.receivers.map((receiver) => ({
      ...receiver,
      ...(receiver.webhook_configs && {
        webhook_configs: receiver.webhook_configs.map((hook) => ({ ...hook, url: webhook })),
      }),
    })),
  };
}
