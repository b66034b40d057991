import { en } from './en.js';
import { languageOf } from './language.js';
import { zh } from './zh.js';

/** Every message with its path; functions are called with marks in place of their values. */
function flat(messages: object, path = ''): Map<string, { text: string; takes: number }> {
  const entries = Object.entries(messages).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null) return [...flat(value, `${path}${key}.`)];
    const marks = ['<1>', '<2>', '<3>'];
    const isFunction = typeof value === 'function';
    const text = String(isFunction ? (value as (...marks: string[]) => string)(...marks) : value);
    return [[path + key, { text, takes: isFunction ? value.length : 0 }] as const];
  });
  return new Map(entries);
}

const [english, chinese] = [flat(en), flat(zh)];
/** Those that are the same in both languages. */
const SAME = ['id', 'invalidValue', 'worker', 'labels.id', 'labels.worker'];

it('has the same messages in both languages', () => {
  expect([...chinese.keys()]).toEqual([...english.keys()]);
});

it.each([...english.keys()])('%s says the same in both', (key) => {
  const [one, other] = [english.get(key), chinese.get(key)];
  const marks = (text = '') => [...text.matchAll(/<\d>/g)].map(([mark]) => mark).sort();
  expect(other?.takes).toBe(one?.takes);
  expect(marks(other?.text)).toEqual(marks(one?.text));
  expect(one?.text).not.toMatch(/\p{Script=Han}/u);
  if (!SAME.includes(key)) expect(other?.text).toMatch(/\p{Script=Han}/u);
});

it.each([
  [[], {}, 'en'],
  [[], { LANG: 'zh_CN.UTF-8' }, 'zh'],
  [[], { LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
  [[], { LC_ALL: '', LC_MESSAGES: 'zh_TW', LANG: 'de_DE' }, 'zh'],
  [[], { LANG: 'zha_CN' }, 'en'],
  [['history', '--lang', 'zh'], { LANG: 'en_US' }, 'zh'],
  [['--lang=en'], { LANG: 'zh_CN' }, 'en'],
])('%j with %j is %s', (argv, env, language) => {
  expect(languageOf(argv, env)).toBe(language);
});
