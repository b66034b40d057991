/** Random numbers from a seed, the same at every run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of these. */
export function oneOf<T>(random: () => number, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}

/** Texts that break programs which do not look at what they get. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\r\nSet-Cookie: a=b',
  '\u001b[31m',
  '\u202e\u2066',
  '\ud800',
  'x'.repeat(5_000),
  '__proto__',
  'constructor',
  'toString',
  "'; drop table users; --",
  '../../../../etc/passwd',
  '%2e%2e%2f',
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '=cmd|x!A1',
  'NaN',
  '1e400',
  '-1',
  '99999999999999999999',
  '2030-02-31T00:00:00Z',
  '9999-12-31T23:59:59+14:00',
  '* * * * * * * *',
  '01900000-0000-7000-8000-000000000000',
  'test_task',
  'null',
];

/** JSON, written out, that breaks programs which do not look at what they get. */
export const HOSTILE_JSON: readonly string[] = [
  ...HOSTILE_TEXTS.map((text) => JSON.stringify(text)),
  'null',
  'true',
  '-1',
  '0',
  '1.5',
  '1e400',
  '9007199254740993',
  '12345678901234567890123',
  '[]',
  '{}',
  '[null]',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '["\\u0000"]',
  `${'['.repeat(40)}${']'.repeat(40)}`,
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  `[${'0,'.repeat(20_000)}0]`,
];

/** Whole bodies that are no JSON object. */
export const HOSTILE_BODIES: readonly (string | Uint8Array<ArrayBuffer>)[] = [
  '',
  '{',
  '{"a":1,}',
  '{"a":1}{"b":2}',
  '{"task_name":"test_task","task_name":"debug_task"}',
  'undefined',
  '\ufeff{}',
  new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  new Uint8Array([0xed, 0xa0, 0x80]),
  new Uint8Array([0x1f, 0x8b, 0x08]),
  ...HOSTILE_JSON,
];

export const CONTENT_TYPES: readonly string[] = [
  'application/json; charset=utf-16',
  'application/json, text/plain',
  'text/plain',
  'application/xml',
  'multipart/form-data',
  'x',
];
