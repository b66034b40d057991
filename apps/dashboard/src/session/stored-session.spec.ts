import { loadSession, mayAs, saveSession, sessionOf } from './stored-session.js';

const NOW = 1_700_000_000_000;
const token = { access_token: 'abc', expires_in: 60, token_type: 'Bearer', role: 'operator' } as const;

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
}

it('keeps a session until its token expires', () => {
  const store = storage();
  saveSession(store, sessionOf(token, 'ann', NOW));
  expect(loadSession(store, NOW + 59_999)).toMatchObject({ token: 'abc', username: 'ann', role: 'operator' });
  expect(loadSession(store, NOW + 60_000)).toBeNull();
});

it('forgets a session', () => {
  const store = storage();
  saveSession(store, sessionOf(token, 'ann', NOW));
  saveSession(store, null);
  expect(loadSession(store, NOW)).toBeNull();
});

it.each(['{', 'null', '{}', '{"token":"a","username":"b","expiresAt":9e15,"role":"root"}'])(
  'takes %s for no session',
  (text) => {
    const store = storage();
    store.setItem('celerity.session', text);
    expect(loadSession(store, NOW)).toBeNull();
  },
);

it('lets each role do what the ones before it may', () => {
  expect(mayAs('operator', 'viewer')).toBe(true);
  expect(mayAs('operator', 'operator')).toBe(true);
  expect(mayAs('operator', 'admin')).toBe(false);
});
