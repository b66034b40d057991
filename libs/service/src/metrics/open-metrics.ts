import { Registry, type Metric, type OpenMetricsContentType } from 'prom-client';

/** prom-client's types keep a metric's name and type to itself. */
type Named = Metric<string> & { readonly name: string; readonly type: string };

/**
 * The registry's metrics as OpenMetrics text, the format that carries exemplars. prom-client's own way to it renames
 * counters for good: the next scrape in the classic format would lose their `_total`. So each is rendered by itself, a
 * counter under the name of its family.
 */
export async function openMetricsOf(registry: Registry, labels: Record<string, string>): Promise<string> {
  const writer = new Registry<OpenMetricsContentType>();
  writer.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  writer.setDefaultLabels(labels);
  const families = (registry.getMetricsAsArray() as unknown as readonly Named[]).map(familyOf);
  for (const family of families) writer.registerMetric(family);
  const texts = await Promise.all(families.map(({ name }) => writer.getSingleMetricAsString(name)));
  return `${texts.join('\n')}\n# EOF\n`;
}

/** Whether the scraper would rather have OpenMetrics: Prometheus lists it first, and gives it more weight. */
export function wantsOpenMetrics(accept: string | undefined): boolean {
  return /\bapplication\/openmetrics-text\b/.test(accept ?? '');
}

function familyOf(metric: Named): Named {
  if (metric.type !== 'counter') return metric;
  const name = metric.name.replace(/_total$/, '');
  return { name, type: metric.type, get: async () => ({ ...(await metric.get()), name }) } as Named;
}
