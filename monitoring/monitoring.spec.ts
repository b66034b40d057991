import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { grafanaJson } from './dashboards/grafana-json.ts';
import { dashboards } from './dashboards/index.ts';

interface Rule {
  readonly alert: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly runbook_url: string };
}

const read = (path: string): string => readFileSync(join(__dirname, path), 'utf8');
const rules = parse(read('prometheus/alerts.yaml')) as { groups: { rules: Rule[] }[] };
const alerts = rules.groups.flatMap((group) => group.rules);

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const withPromtool = hasPromtool ? it : it.skip;

it.each(dashboards)('the file of dashboard $uid is what its source says', (dashboard) => {
  const written = JSON.parse(read(`grafana/dashboards/${dashboard.uid}.json`)) as unknown;
  expect(written).toEqual(JSON.parse(JSON.stringify(grafanaJson(dashboard))));
  expect(read('kustomization.yaml')).toContain(`grafana/dashboards/${dashboard.uid}.json`);
});

it.each(alerts)('$alert leads to its chapter of the runbook', ({ alert, annotations, labels }) => {
  expect(annotations.runbook_url).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
  expect(read('../docs/runbook.md')).toContain(`\n## ${alert}\n`);
  expect(['critical', 'warning']).toContain(labels.severity);
});

it('gives Kubernetes the same rules', () => {
  const resource = parse(read('prometheus-rule.yaml')) as { spec: unknown };
  expect(resource.spec).toEqual(rules);
});

withPromtool('passes promtool: rules, their tests, configuration (needs prometheus)', () => {
  const promtool = (...args: string[]): string =>
    execFileSync('promtool', args, { cwd: __dirname, encoding: 'utf8' });
  expect(promtool('check', 'rules', 'prometheus/alerts.yaml')).toContain('SUCCESS');
  expect(promtool('test', 'rules', 'prometheus/alerts.test.yaml')).toContain('SUCCESS');
  expect(promtool('check', 'config', 'prometheus/prometheus.yaml')).toContain('SUCCESS');
});
