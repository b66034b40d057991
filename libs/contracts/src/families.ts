/** Task families: each is a queue, a routing key segment and a unit that workers subscribe to. */
export const FAMILIES = ['finance', 'reports', 'email', 'data', 'maintenance', 'default'] as const;

export type Family = (typeof FAMILIES)[number];

/** Families that ask for lanes: their tasks wait in a queue per lane instead of in one. */
export const LANED_FAMILIES: readonly Family[] = ['email', 'reports'];

export function isFamily(value: string): value is Family {
  return (FAMILIES as readonly string[]).includes(value);
}
