import type { System } from '../system/system.ts';

/** How often chaos tasks have begun, or had their effect, so far. */
export async function countEffects(system: System, kind: 'begun' | 'done'): Promise<number> {
  const [row] = await system.rows<{ n: number }>(
    'select count(*)::int as n from chaos.effects where kind = $1',
    [kind],
  );
  return row?.n ?? 0;
}
