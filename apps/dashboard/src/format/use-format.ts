import type { Language, Messages } from '../messages/languages.js';
import { useLanguage } from '../messages/language.js';
import { spanOf, trimmed } from './spans.js';

type Format = ReturnType<typeof makeFormat>;

// Making them costs more than a row of a table: all rows share those of their language.
const made = new Map<Language, Format>();

/** Numbers and times as the reader writes them; what is not known becomes a dash. */
export function useFormat(): Format {
  const { language, messages } = useLanguage();
  const format = made.get(language) ?? makeFormat(language, messages);
  made.set(language, format);
  return format;
}

function makeFormat(language: Language, messages: Messages) {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const number = new Intl.NumberFormat(locale);
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const short = new Intl.DateTimeFormat(locale, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const known = <T>(write: (value: T) => string) => {
    return (value: T | null | undefined) =>
      value === null || value === undefined ? messages.none : write(value);
  };
  return {
    count: known((value: number) => number.format(value)),
    rate: known((value: number) => messages.perSecond(trimmed(value))),
    span: known((seconds: number) => spanOf(seconds)),
    spanMs: known((ms: number) => spanOf(ms / 1_000)),
    mebibytes: known((bytes: number) => `${number.format(Math.round(bytes / 2 ** 20))} MiB`),
    percent: known((share: number) => `${trimmed(share * 100)} %`),
    moment: known((iso: string) => moment.format(new Date(iso))),
    shortMoment: known((iso: string) => short.format(new Date(iso))),
  };
}
