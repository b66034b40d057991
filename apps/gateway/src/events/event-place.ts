/** Where an event stands in the journal: its batch's offset, and its number in the batch, from 1. */
export interface EventPlace {
  readonly offset: number;
  /** 0 is the place before the first event of the batch. */
  readonly index: number;
}

const FORM = /^(\d{1,15})-(\d{1,6})$/;

/** The place as the `id` of an event. */
export function idOf({ offset, index }: EventPlace): string {
  return `${offset}-${index}`;
}

/** Reads an id; null when it is none of ours. */
export function placeOf(id: string): EventPlace | null {
  const [, offset, index] = FORM.exec(id.trim()) ?? [];
  return offset === undefined ? null : { offset: Number(offset), index: Number(index) };
}

export function isAfter(one: EventPlace, other: EventPlace): boolean {
  return one.offset > other.offset || (one.offset === other.offset && one.index > other.index);
}
