import { type Family, LANED_FAMILIES } from './families.js';

/** The priority queues of a family, most urgent first. */
export const LANES = ['high', 'normal', 'low'] as const;

export type Lane = (typeof LANES)[number];

/** Priorities are whole numbers from 0 to 9; the higher, the sooner. */
export const DEFAULT_PRIORITY = 5;
export const HIGHEST_PRIORITY = 9;

const LEAST_HIGH = 7;
const LEAST_NORMAL = 4;

/** The lanes in which tasks of the family wait; only `normal` for one that asks for none. */
export function lanesOf(family: Family): readonly Lane[] {
  return LANED_FAMILIES.includes(family) ? LANES : ['normal'];
}

/** 7 to 9 is `high`, 4 to 6 `normal`, 0 to 3 `low`; always `normal` in a family without lanes. */
export function laneOf(family: Family, priority: number): Lane {
  if (!LANED_FAMILIES.includes(family)) return 'normal';
  if (priority >= LEAST_HIGH) return 'high';
  return priority >= LEAST_NORMAL ? 'normal' : 'low';
}
