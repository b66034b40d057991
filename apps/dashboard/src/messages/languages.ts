import type { en } from './en.js';

/** Everything that the dashboard says, in one language. */
export type Messages = typeof en;

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The first of the reader's languages that is spoken here; English where none is. */
export function languageOf(wanted: readonly string[]): Language {
  const known = wanted.map((tag) => tag.toLowerCase().split('-', 1)[0]);
  return known.find((tag): tag is Language => LANGUAGES.some((one) => one === tag)) ?? 'en';
}
