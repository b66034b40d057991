import type { Manifest, Peer, PodSelector } from './manifest.ts';
import { canRender, render, VARIANTS } from './render.ts';

const rendering = canRender() ? describe : describe.skip;

function podNames({ matchLabels, matchExpressions }: PodSelector = {}): string[] {
  const named = matchLabels?.['app.kubernetes.io/name'];
  const listed = matchExpressions?.find(({ key }) => key === 'app.kubernetes.io/name')?.values;
  return named ? [named] : [...(listed ?? ['every pod'])];
}

function peerName({ podSelector, namespaceSelector }: Peer): string[] {
  if (!namespaceSelector) return podNames(podSelector);
  return Object.entries(namespaceSelector.matchLabels ?? {}).map(([key, value]) => `[${key}=${value}]`);
}

/** Every edge that the policies allow: `who > whom : port`. */
function edges(manifests: readonly Manifest[]): string[] {
  return manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .flatMap(({ spec }) =>
      podNames(spec?.podSelector).flatMap((pod) => [
        ...(spec?.ingress ?? []).flatMap(({ from, ports }) =>
          (from?.flatMap(peerName) ?? ['anyone']).flatMap((peer) =>
            (ports ?? []).map(({ port }) => `in  ${peer} > ${pod} : ${port}`),
          ),
        ),
        ...(spec?.egress ?? []).flatMap(({ to, ports }) =>
          (to?.flatMap(peerName) ?? ['anyone']).flatMap((peer) =>
            (ports ?? []).map(
              ({ port, protocol }) => `out ${pod} > ${peer} : ${protocol === 'UDP' ? 'udp ' : ''}${port}`,
            ),
          ),
        ),
      ]),
    )
    .sort();
}

rendering('network policies', () => {
  it.each(VARIANTS)('%s: nothing is open but these edges', (overlay) => {
    const manifests = render(overlay);
    expect(manifests.find(({ metadata }) => metadata.name === 'default-deny')?.spec).toMatchObject({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    expect(edges(manifests)).toMatchSnapshot();
  });
});
