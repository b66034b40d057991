import { en } from './en.js';
import { languageOf } from './languages.js';
import { zh } from './zh.js';

/** Every text of a catalogue by its path, those made by functions with arguments that can be recognised. */
function textsOf(messages: object, path = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === 'string') texts.set(here, value);
    else if (typeof value === 'function') texts.set(here, String(value(7, 9)));
    else for (const [inner, text] of textsOf(value as object, here)) texts.set(inner, text);
  }
  return texts;
}

it('says the same things in both languages, and leaves none out', () => {
  const [english, chinese] = [textsOf(en), textsOf(zh)];
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of [...english, ...chinese]) expect([key, text.trim()]).not.toEqual([key, '']);
});

it('uses what it is given in both languages', () => {
  const chinese = textsOf(zh);
  for (const [key, text] of textsOf(en)) {
    if (text.includes('7')) expect([key, chinese.get(key)]).toEqual([key, expect.stringContaining('7')]);
  }
});

it.each([
  [['zh-CN', 'en'], 'zh'],
  [['fr', 'en-GB', 'zh'], 'en'],
  [['fr-CA', 'ZH-Hant'], 'zh'],
  [['fr'], 'en'],
  [[], 'en'],
] as const)('speaks to a reader of %j in %s', (wanted, language) => {
  expect(languageOf(wanted)).toBe(language);
});
