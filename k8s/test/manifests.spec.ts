import { type Container, type Manifest, podsOf } from './manifest.ts';
import { canRender, render, VARIANTS } from './render.ts';
import { schemaProblems } from './schema-problems.ts';
import { forgottenSettings, isService, readSettings, SERVICES } from './service-settings.ts';

/** Kinds for which no npm package carries a schema: their operators check them when they are applied. */
const WITHOUT_SCHEMA = ['RabbitmqCluster'];

let settings: Awaited<ReturnType<typeof readSettings>>;

beforeAll(async () => {
  settings = await readSettings();
}, 120_000);

const rendering = canRender() ? describe : describe.skip;

rendering.each(VARIANTS)('overlay %s, rendered (needs kubectl 1.27)', (overlay) => {
  let manifests: Manifest[];
  const containers = (): { container: Container; service: string; owner: Manifest }[] =>
    podsOf(manifests).flatMap(({ owner, pod }) =>
      [...(pod.initContainers ?? []), ...pod.containers].map((container) => ({
        container,
        service: container.image.match(/^celerity\/([a-z-]+):/)?.[1] ?? '',
        owner,
      })),
    );
  const ours = () => containers().filter(({ service }) => service !== '');

  beforeAll(() => {
    manifests = render(overlay);
  });

  it('fits the schemas of Kubernetes and of the operators', () => {
    const answers = schemaProblems(manifests);
    const without = manifests.filter((_, index) => answers[index] === null).map(({ kind }) => kind);
    expect(WITHOUT_SCHEMA).toEqual(expect.arrayContaining(without));
    const wrong = manifests.flatMap(({ kind, metadata }, index) =>
      (answers[index] ?? []).map((problem) => `${kind} ${metadata.name}: ${problem}`),
    );
    expect(wrong).toEqual([]);
  });

  it('would be refused with a field that is none', () => {
    const [deployment] = manifests.filter(({ kind }) => kind === 'Deployment');
    const broken = { ...deployment, spec: { ...deployment?.spec, replicas: 'two' } } as unknown as Manifest;
    expect(schemaProblems([broken])[0]?.[0]).toContain('replicas');
  });

  it('meets the Pod Security Standard "restricted"', () => {
    for (const { pod } of podsOf(manifests)) {
      expect(pod.hostNetwork ?? pod.hostPID ?? pod.hostIPC ?? false).toBe(false);
      expect(pod.automountServiceAccountToken).toBe(false);
      expect(pod.securityContext?.runAsNonRoot).toBe(true);
      expect(pod.securityContext?.runAsUser).toBeGreaterThan(0);
      expect(pod.securityContext?.seccompProfile?.type).toBe('RuntimeDefault');
      for (const volume of pod.volumes ?? [])
        expect(['emptyDir', 'configMap', 'secret', 'persistentVolumeClaim']).toContain(
          Object.keys(volume).find((key) => key !== 'name'),
        );
    }
    for (const { container } of containers()) {
      const { securityContext } = container;
      expect(securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      });
      expect(securityContext?.capabilities?.add ?? []).toEqual([]);
      expect(securityContext?.privileged ?? false).toBe(false);
    }
    for (const { container } of ours()) expect(container.securityContext?.readOnlyRootFilesystem).toBe(true);
  });

  it('runs every service, from images of this version, never from a moving tag', () => {
    const added = overlay.split(' + ').slice(1);
    expect(new Set(ours().map(({ service }) => service))).toEqual(new Set([...SERVICES, ...added]));
    for (const { container } of containers()) expect(container.image).toMatch(/:v?\d+\.\d+/);
  });

  it('asks for ports and probes that the services have', () => {
    for (const { container, service, owner } of ours()) {
      if (!isService(service) || owner.kind === 'Job') continue;
      const port = settings[service].find(({ variable }) => variable === 'PORT')?.default;
      expect(container.ports).toEqual([{ name: 'http', containerPort: port }]);
      expect(container.livenessProbe?.httpGet).toEqual({ path: '/health/live', port: 'http' });
      expect(container.startupProbe?.httpGet).toEqual({ path: '/health/live', port: 'http' });
      expect(container.readinessProbe?.httpGet).toEqual({ path: '/health/ready', port: 'http' });
    }
  });

  it('gives each service settings that it knows, and all that it needs', () => {
    const shared = Object.keys(
      manifests.find(({ metadata }) => metadata.name === 'celerity-settings')?.data ?? {},
    );
    for (const { container, service, owner } of ours()) {
      if (!isService(service)) throw new Error(`no service is called ${service}`);
      const given = [...shared, ...(container.env ?? []).map(({ name }) => name)];
      const known = settings[service];
      expect(known.map(({ variable }) => variable)).toEqual(expect.arrayContaining(given));
      const needed = known.filter(({ required }) => required);
      expect(given).toEqual(expect.arrayContaining(needed.map(({ variable }) => variable)));
      if (owner.kind === 'Job') continue;
      expect(forgottenSettings(known, given, 'kubernetes')).toEqual([]);
      const maps = container.envFrom?.map(({ configMapRef }) => configMapRef.name);
      expect(maps).toEqual(['celerity-settings', `${service}-settings`]);
    }
  });

  it('has autoscalers and services that point at something', () => {
    const names = new Set(podsOf(manifests).map(({ owner }) => owner.metadata.name));
    for (const { kind, spec } of manifests) {
      if (kind === 'ScaledObject' || kind === 'HorizontalPodAutoscaler')
        expect(names).toContain(spec?.scaleTargetRef?.name);
      if (kind !== 'Service') continue;
      const selected = podsOf(manifests).filter(({ labels }) =>
        Object.entries(spec?.selector ?? {}).every(([key, value]) => labels[key] === value),
      );
      expect(selected.length).toBeGreaterThan(0);
    }
  });
});
