import { median } from './median.ts';

/** Figures of one round, by name. */
export type Figures = Readonly<Record<string, number>>;

/** Medians of each figure over the rounds in which it was measured. */
export function mediansOf(rounds: readonly Figures[]): Figures {
  const names = [...new Set(rounds.flatMap((round) => Object.keys(round)))];
  return Object.fromEntries(
    names.map((name) => {
      const values = rounds.map((round) => round[name]).filter((value) => value !== undefined);
      return [name, median(values)];
    }),
  );
}

/** Measures every subject once a round, in turn, so that what the machine does meanwhile meets all alike. */
export async function interleaved<Subject extends { readonly name: string }>(
  subjects: readonly Subject[],
  rounds: number,
  measure: (subject: Subject, round: number) => Promise<Figures>,
): Promise<Map<string, Figures>> {
  const measured = new Map<string, Figures[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const subject of subjects) measured.get(subject.name)?.push(await measure(subject, round));
  }
  return new Map([...measured].map(([name, figures]) => [name, mediansOf(figures)]));
}

/** What each task cost of CPU between two readings: in all, and by part. */
export function cpuPerTask(before: Figures, after: Figures, tasks: number): Figures {
  const parts = Object.keys(after).map((part) => {
    const spent = ((after[part] ?? 0) - (before[part] ?? 0)) / tasks;
    return [`${part} µs`, spent] as const;
  });
  const sum = parts.reduce((total, [, spent]) => total + spent, 0);
  return { 'CPU µs/task': sum, ...Object.fromEntries(parts) };
}
