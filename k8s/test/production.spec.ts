import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Container, type Manifest, podsOf } from './manifest.ts';
import { canRender, render } from './render.ts';
import { SERVICES } from './service-settings.ts';
import { queuesOfFamilies } from './worker-queues.ts';

const REPO = join(__dirname, '..', '..');
const read = (path: string): string => readFileSync(join(REPO, path), 'utf8');

/** How long a service without a setting for it takes at most to end what it has begun, in seconds. */
const DRAIN_S = 20;

const rendering = canRender() ? describe : describe.skip;

rendering.each(['production', 'production + kafka-bridge'] as const)('overlay %s', (overlay) => {
  const services = [...SERVICES, ...overlay.split(' + ').slice(1)];
  let manifests: readonly Manifest[];
  const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
  const deployments = () => podsOf(ofKind('Deployment'));
  const settingOf = (container: Container | undefined, name: string) =>
    container?.env?.find((variable) => variable.name === name)?.value;
  const selects = (manifest: Manifest, labels: Readonly<Record<string, string>>) =>
    Object.entries(manifest.spec?.selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);

  beforeAll(() => {
    manifests = render(overlay);
  });

  it('scales each group of workers on every queue that it takes from, and on the wait', () => {
    const queues = queuesOfFamilies('celerity');
    const metric = 'celerity_task_wait_seconds';
    expect(read('apps/monitor/src/metrics/projection-metrics.ts')).toContain(`'${metric}'`);
    const served = ofKind('ScaledObject').flatMap(({ spec }) => {
      const [worker] = deployments().filter(
        ({ owner }) => owner.metadata.name === spec?.scaleTargetRef?.name,
      );
      const families = settingOf(worker?.pod.containers[0], 'WORKER_QUEUES')?.split(',') ?? [];
      const triggers = spec?.triggers ?? [];
      const watched = triggers.flatMap(({ metadata }) => metadata['queueName'] ?? []);
      expect(watched.sort()).toEqual(families.flatMap((family) => queues[family] ?? []).sort());
      const query = triggers.find(({ type }) => type === 'prometheus')?.metadata['query'];
      expect(query).toContain(`${metric}_bucket`);
      expect(query?.match(/queue=~?"([^"]+)"/)?.[1]?.split('|')).toEqual(families);
      return families;
    });
    expect(served.sort()).toEqual(Object.keys(queues).sort());
  });

  it('scales every worker and gateway, workers of rare families down to none, and lets autoscalers say how many', () => {
    const scaled = [...ofKind('ScaledObject'), ...ofKind('HorizontalPodAutoscaler')];
    const targets = scaled.map(({ spec }) => spec?.scaleTargetRef?.name);
    for (const { owner } of deployments()) {
      const { name, labels } = owner.metadata;
      const expected = ['worker', 'gateway'].includes(labels?.['app.kubernetes.io/name'] ?? '');
      expect([name, targets.includes(name)]).toEqual([name, expected]);
      if (expected) expect(owner.spec?.replicas).toBeUndefined();
      // One leads, another stands by: more would not be quicker.
      else expect(owner.spec?.replicas).toBe(2);
    }
    const rare = ofKind('ScaledObject').filter(({ spec }) => spec?.minReplicaCount === 0);
    expect(rare.map(({ spec }) => spec?.scaleTargetRef?.name).sort()).toEqual([
      'worker-data',
      'worker-reports',
    ]);
  });

  it('keeps replicas apart and lets go of one at a time', () => {
    for (const { owner, labels, pod } of deployments()) {
      const budgets = ofKind('PodDisruptionBudget').filter((budget) => selects(budget, labels));
      expect(budgets.map(({ spec }) => spec?.maxUnavailable)).toEqual([1]);
      // Exactly its own pods: those of another group of workers are no replicas of these.
      const { matchLabels } = owner.spec?.selector ?? {};
      const [spread] = pod.topologySpreadConstraints ?? [];
      expect(spread).toMatchObject({
        topologyKey: 'topology.kubernetes.io/zone',
        labelSelector: { matchLabels },
      });
      const [apart] = pod.affinity?.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution ?? [];
      expect(apart?.podAffinityTerm).toMatchObject({
        topologyKey: 'kubernetes.io/hostname',
        labelSelector: { matchLabels },
      });
    }
  });

  it('gives pods longer than they take to drain', () => {
    for (const { labels, pod } of deployments()) {
      const [container] = pod.containers;
      const grace = Number(settingOf(container, 'WORKER_GRACE_MS') ?? DRAIN_S * 1_000) / 1_000;
      const before = container?.lifecycle?.preStop.sleep.seconds ?? 0;
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(before + grace + 10);
      // Whoever is sent requests answers until it is known to be gone.
      if (labels['app.kubernetes.io/name'] === 'gateway') expect(before).toBeGreaterThan(0);
    }
  });

  it('runs the broker on three nodes, each on a machine of its own, one away at a time', () => {
    const [broker] = ofKind('RabbitmqCluster');
    expect(broker?.spec?.replicas).toBe(3);
    const own = { 'app.kubernetes.io/name': 'celerity-broker' };
    expect(ofKind('PodDisruptionBudget').filter((budget) => selects(budget, own))).toHaveLength(1);
    const text = read('k8s/overlays/production/broker.yaml');
    expect(text).toMatch(/requiredDuringScheduling[^#]*topologyKey: kubernetes.io\/hostname/);
    expect(text.match(/allowPrivilegeEscalation: false/g)).toHaveLength(2);
    expect(text).toContain('runAsNonRoot: true');
  });

  it('is watched: services are scraped as the jobs that the alerts know, rules and dashboards are there', () => {
    const monitor = ofKind('ServiceMonitor').find(({ metadata }) => metadata.name === 'celerity');
    const [scraped] = monitor?.spec?.selector?.matchExpressions ?? [];
    expect([...(scraped?.values ?? [])].sort()).toEqual([...services].sort());
    const [job] = monitor?.spec?.endpoints?.[0]?.relabelings ?? [];
    expect(job).toMatchObject({ targetLabel: 'job', replacement: 'celerity-$1' });
    for (const service of services)
      expect(read('monitoring/prometheus/prometheus.yaml')).toContain(`job_name: celerity-${service}`);
    expect(ofKind('PrometheusRule')).toHaveLength(1);
    const dashboards = ofKind('ConfigMap').find(({ metadata }) => metadata.name === 'celerity-dashboards');
    expect(dashboards?.metadata.labels).toMatchObject({ grafana_dashboard: '1' });
    expect(Object.keys(dashboards?.data ?? {}).length).toBeGreaterThan(0);
  });

  it('migrates every schema once, with the images of this version', () => {
    const [job] = podsOf(ofKind('Job'));
    expect(job?.pod.containers.map(({ name, args }) => [name, args])).toEqual(
      SERVICES.map((service) => [service, ['--migrate']]),
    );
  });
});

rendering.each(['local', 'production'] as const)('overlay %s', (overlay) => {
  it('believes the proxies in front, so that users have addresses of their own', () => {
    const gateways = podsOf(render(overlay)).filter(({ owner }) => owner.metadata.name === 'gateway');
    const proxies = gateways[0]?.pod.containers[0]?.env?.find(({ name }) => name === 'TRUSTED_PROXIES');
    expect(proxies?.value).toMatch(/^\d+\.\d+\.\d+\.\d+\/\d+/);
  });
});
