import { IsInt, IsOptional, Max, Min } from 'class-validator';

/** The most periods that one task backfills. */
export const MAX_BACKFILLED_PERIODS = 100;

/** How many periods, the named one the last of them, get a report; 1 unless told. The earlier ones are child tasks. */
export function IsPeriodCount(): PropertyDecorator {
  return (target, property) => {
    for (const rule of [IsOptional(), IsInt(), Min(1), Max(MAX_BACKFILLED_PERIODS)]) rule(target, property);
  };
}
