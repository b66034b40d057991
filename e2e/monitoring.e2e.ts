import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@celerity/messaging/testing';
import { dashboards } from '@celerity/monitoring/dashboards/index.ts';
import { recordedBrokerSettings } from '@celerity/tools/local/broker/broker-settings.ts';
import { findBrokerBinaries } from '@celerity/tools/local/broker/broker-binaries.ts';
import { startPrivateBroker } from '@celerity/tools/local/broker/private-broker.ts';
import type { PrivateNode } from '@celerity/tools/local/private-node.ts';
import { System } from './support/system.ts';
import { missingWatchers, Watchers } from './support/watching/watchers.ts';

const missing = [...missingWatchers, ...(findBrokerBinaries() ? [] : ['rabbitmq-server'])];
const withWatchers = missing.length === 0 ? describe : describe.skip;
if (missing.length > 0)
  process.stderr.write(`monitoring.e2e.ts is skipped: there is no ${missing.join(', ')}\n`);

const panels = dashboards.flatMap(({ title, rows }) =>
  rows.flatMap(({ panels: ofRow }) =>
    ofRow.flatMap((panel) =>
      Object.values(panel.queries).map((query) => ({
        // Grafana puts in what is chosen; at first that is everything.
        query: query.replaceAll(/\$\w+/g, '.*'),
        panel: `${title}, ${panel.title}`,
      })),
    ),
  ),
);

withWatchers('watched by Prometheus and Alertmanager', () => {
  let dir: string;
  let broker: PrivateNode;
  let system: System;
  let watchers: Watchers;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'celerity-watch-'));
    // One of the test's own, as not every broker has the plugin.
    broker = await startPrivateBroker({ dir: join(dir, 'broker'), metrics: true });
    const usual = process.env['AMQP_URL'];
    process.env['AMQP_URL'] = broker.url;
    // Mails of tasks find no server, so that there is something to retry; those of alerts do.
    system = await System.start({ env: { SMTP_URL: 'smtp://127.0.0.1:9' } });
    process.env['AMQP_URL'] = usual;
    const port = recordedBrokerSettings(join(dir, 'broker'))?.metricsPort ?? 0;
    watchers = await Watchers.start(join(dir, 'watchers'), system, port);
  }, 180_000);

  afterAll(async () => {
    await watchers?.stop();
    await system?.stop();
    await broker?.discard();
    await rm(dir, { recursive: true, force: true });
  });

  const happen = async (): Promise<void> => {
    const { api } = system;
    const sent = await Promise.all([
      api.send('test_task'),
      api.send('debug_task', {}, { countdown: 1 }),
      api.send('cleanup_cache'),
    ]);
    for (const id of sent) await api.result(id);
    await api.result(await api.send('test_task', { message: 'fail' }));
    await api.send('send_notification_email', {
      email: 'ann@mall.example',
      subject: 'Nobody takes it',
      message: 'Not yet.',
    });
  };

  it('has data for every panel of every dashboard', async () => {
    const { status } = await system.api.post('/api/core/schedules', {
      id: 'tick',
      task_name: 'debug_task',
      every_seconds: 1,
    });
    expect(status).toBe(201);
    // Rates are of what changes after a series has been seen.
    await happen();
    await until('all is scraped', async () => {
      const ran = 'sum(celerity_task_duration_seconds_count{task="maintenance.cleanup_cache"})';
      const up = await watchers.query('up == 1');
      return up.length === 6 && (await watchers.query(ran)).length > 0;
    });
    await happen();
    let empty: string[] = [];
    const everyPanel = async () => {
      const answers = await Promise.all(
        panels.map(async ({ panel, query }) => {
          const samples = await watchers.query(query);
          return samples.some(({ value }) => Number.isFinite(Number(value[1]))) ? [] : [`${panel}: ${query}`];
        }),
      );
      empty = answers.flat();
      return empty.length === 0;
    };
    await until('every panel has data', everyPanel, 30_000).catch(() => undefined);
    expect(empty).toEqual([]);
  });

  it('leads from a figure to the trace of a task behind it', async () => {
    const trace = 'c0ffee00c0ffee00c0ffee00c0ffee00';
    const { body } = await system.api.post<{ task_id: string }>(
      '/api/core/tasks',
      { task_name: 'test_task', kwargs: { message: 'fail' } },
      { traceparent: `00-${trace}-00000000000000aa-01` },
    );
    await system.api.ended(body.task_id);
    for (const figure of [
      'celerity_task_duration_seconds_bucket{task="default.test_task"}',
      'celerity_task_wait_seconds_bucket{task="default.test_task"}',
      'celerity_tasks_total{task="default.test_task",state="FAILURE"}',
    ])
      await until(`its trace stands beside ${figure}`, async () =>
        (await watchers.tracesOf(figure)).includes(trace),
      );
  });

  it('documents every metric of ours, each with labels that only take known values', async () => {
    const series = await watchers.query('{__name__=~"celerity_.+"}');
    const names = new Set(
      series.map(({ metric }) => (metric['__name__'] ?? '').replace(/_(bucket|sum|count)$/, '')),
    );
    const documented = readFileSync(join(__dirname, '../docs/operations.md'), 'utf8');
    expect([...names].filter((name) => !new RegExp(`\\b${name}\\b`).test(documented))).toEqual([]);
    const bounded: Readonly<Record<string, RegExp>> = {
      __name__: /./,
      dependency: /^[a-z]+$/,
      instance: /./,
      job: /^celerity-/,
      kind: /^(schedule|timer)$/,
      le: /./,
      method: /^[A-Z]+$/,
      outcome: /^(confirmed|refused|unknown)$/,
      queue: /^(finance|reports|email|data|maintenance|default|other|timers|dead)(\.(high|low|quarantine))?$/,
      route: /^(unmatched|\*|[^0-9]*)$/,
      schedule: /./,
      service: /^(gateway|worker|beat|monitor)$/,
      state: /^[A-Z]+$/,
      status: /^\d{3}$/,
      task: /^(other|[a-z]+\.[a-z_]+)$/,
    };
    const unbounded = series.flatMap(({ metric }) =>
      Object.entries(metric).filter(([label, value]) => !bounded[label]?.test(value)),
    );
    expect(unbounded).toEqual([]);
  });

  it('tells by mail and by webhook that a worker was killed', async () => {
    const { worker } = system.services;
    const host = new URL(worker.url).host;
    const summary = `celerity-worker at ${host} does not answer`;
    const told = () =>
      watchers.webhook.received
        .flatMap(({ alerts }) => alerts)
        .filter(({ annotations }) => annotations['summary'] === summary);
    expect(told()).toEqual([]);
    await worker.kill();
    const mail = await system.mails.waitFor(({ html }) => html.includes(summary), 60_000);
    expect(mail).toMatchObject({ to: ['operators@mall.example'] });
    expect(mail.subject).toContain('FIRING');
    await until('the webhook is told', () => told().length > 0, 30_000);
    const [alert] = told();
    expect(alert?.labels).toMatchObject({ alertname: 'CelerityServiceDown', severity: 'critical' });
    expect(alert?.annotations['runbook_url']).toBe('docs/runbook.md#celerityservicedown');
  });
});
