import type { MailTemplate, TemplateValues } from '@celerity/contracts';
import Handlebars from 'handlebars';
import type { Locale } from '../../../mall/mall-database.js';
import { MALL } from '../../../mall/mall-identity.js';
import { formatAmount } from '../../../mall/money.js';
import { REPORT_TITLES } from '../../reports/files/report-labels.js';
import type { WrittenMail } from '../notification-mail.js';
import { HTML_TEMPLATE } from './html.template.js';
import { TEMPLATE_WORDS, type TemplateWords } from './template-words.js';

type Fill = (view: object) => string;

/** The words of a mail, ready to be filled; those of a list in its order. */
interface CompiledWords extends Omit<Record<keyof TemplateWords, Fill>, 'facts'> {
  readonly facts: readonly (readonly [label: string, value: Fill])[];
}

// Values are taken literally in text, and escaped where the page is made; a missing one is an error, not a gap.
const fill = (words: string): Fill => Handlebars.compile(words, { strict: true, noEscape: true });
const html = Handlebars.compile(HTML_TEMPLATE, { strict: true });
const compiled = new Map<string, CompiledWords>();

/** Writes the mail of a template in one language, as plain text and as HTML. */
export function renderTemplate(template: MailTemplate, values: TemplateValues, locale: Locale): WrittenMail {
  const words = wordsOf(template, locale);
  const view = viewOf(values);
  const facts = words.facts.map(([label, value]) => ({ label, value: value(view) }));
  const [subject, greeting] = [words.subject(view), words.greeting(view)];
  const [opening, closing] = [words.opening(view), words.closing(view)];
  const colon = locale === 'zh' ? '：' : ': ';
  const sender =
    locale === 'zh'
      ? { mall: MALL.name, office: MALL.office, phone: MALL.phone }
      : { mall: MALL.name_en, office: MALL.office_en, phone: MALL.phone };
  const listed = facts.map(({ label, value }) => `${label}${colon}${value}`).join('\n');
  return {
    subject,
    text: `${greeting}\n\n${opening}\n\n${listed}\n\n${closing}\n\n${sender.mall} · ${sender.office} · ${sender.phone}\n`,
    html: html({
      lang: locale === 'zh' ? 'zh-CN' : 'en',
      subject,
      greeting,
      opening,
      facts,
      closing,
      sender,
    }),
  };
}

function wordsOf(template: MailTemplate, locale: Locale): CompiledWords {
  const key = `${template} ${locale}`;
  const known = compiled.get(key);
  if (known) return known;
  const { subject, greeting, opening, closing, facts } = TEMPLATE_WORDS[template][locale];
  const words = {
    ...{ subject: fill(subject), greeting: fill(greeting), opening: fill(opening), closing: fill(closing) },
    facts: facts.map(([label, value]) => [label, fill(value)] as const),
  };
  compiled.set(key, words);
  return words;
}

/** Values as people read them. */
function viewOf(values: TemplateValues): object {
  return {
    ...values,
    ...('amount' in values ? { amount: formatAmount(values.amount) } : {}),
    ...('report_name' in values ? { kind: REPORT_TITLES[values.kind] } : {}),
  };
}
