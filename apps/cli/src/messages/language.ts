import { en } from './en.js';
import { zh } from './zh.js';

/** Everything that the command line says, in one language. */
export type Messages = typeof en;

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Known before the command line is parsed, since parsing may have something to say. */
export function languageOf(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Language {
  const flag = argv.findLastIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const asked = flag < 0 ? undefined : argv[flag]?.includes('=') ? argv[flag]?.slice(7) : argv[flag + 1];
  const locale = asked ?? (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '');
  return /^zh\b|^zh_/i.test(locale) ? 'zh' : 'en';
}

export function messagesFor(language: Language): Messages {
  return language === 'zh' ? zh : en;
}
