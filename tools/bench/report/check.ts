/** A figure held against its targets. */
export interface Check {
  readonly what: string;
  readonly value: number;
  readonly better: 'more' | 'less';
  readonly must: number;
  readonly stretch?: number;
}

export type Verdict = 'stretch' | 'must' | 'missed' | 'not measured';

/** Which of its targets the figure reaches. */
export function verdictOf({ value, better, must, stretch }: Check): Verdict {
  if (Number.isNaN(value)) return 'not measured';
  const reaches = (target: number): boolean => (better === 'more' ? value >= target : value <= target);
  if (stretch !== undefined && reaches(stretch)) return 'stretch';
  return reaches(must) ? 'must' : 'missed';
}
