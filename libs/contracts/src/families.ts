/** Task families: each is a queue, a routing key segment and a unit that workers subscribe to. */
export const FAMILIES = ['finance', 'reports', 'email', 'data', 'maintenance', 'default'] as const;

export type Family = (typeof FAMILIES)[number];

export function isFamily(value: string): value is Family {
  return (FAMILIES as readonly string[]).includes(value);
}
