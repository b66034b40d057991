import type { ServiceProcess } from './service-process.ts';

/** What a service tells of its process; memory in bytes. */
export interface ServiceFigures {
  /** Resident: what the machine gives it. */
  readonly resident: number;
  /** Objects that have outlived their youth: what the code holds on to, and garbage not yet collected. */
  readonly old: number;
  /** Buffers outside of the heap. */
  readonly external: number;
  /** Time of the processor that it has used, in seconds. */
  readonly cpuSeconds: number;
}

/** Null while the process does not answer. */
export async function figuresOf(service: ServiceProcess): Promise<ServiceFigures | null> {
  const answer = await fetch(`${service.url}/metrics`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => null,
  );
  if (!answer?.ok) return null;
  const text = await answer.text();
  const value = (name: string, label = ''): number =>
    Number(new RegExp(`^${name}(?:\\{[^}]*${label}[^}]*\\})? (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return {
    resident: service.rss,
    old: value('nodejs_heap_space_size_used_bytes', 'space="old"'),
    external: value('nodejs_external_memory_bytes'),
    cpuSeconds: value('process_cpu_seconds_total'),
  };
}
