import type { ApiKeyView, AuditEntryView, UserView } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { age, localTime } from './moments.js';
import type { Style } from './style.js';
import { table } from './table.js';

/** Users, a line each. */
export function userTable(users: readonly UserView[], text: Messages, width: number, style: Style): string[] {
  const said = text.access;
  return table(
    users,
    [
      { title: said.user, value: ({ username }) => username },
      { title: said.role, value: ({ role }) => role },
      { title: said.state, value: ({ disabled }) => (disabled ? said.disabled : said.active) },
      { title: said.since, value: ({ created_at }) => localTime(created_at) },
    ],
    width,
    (line) => style.title(line),
  );
}

/** API keys, a line each. */
export function keyTable(keys: readonly ApiKeyView[], text: Messages, width: number, style: Style): string[] {
  const said = text.access;
  return table(
    keys,
    [
      { title: text.id, value: ({ id }) => id },
      { title: said.name, value: ({ name }) => name, min: 8, spare: 1 },
      { title: said.role, value: ({ role }) => role },
      { title: said.used, value: ({ last_used_at: at }) => (at === null ? said.never : age(at).text) },
      {
        title: said.expires,
        value: ({ revoked_at, expires_at }) =>
          revoked_at ? said.revoked : expires_at === null ? said.never : localTime(expires_at),
      },
    ],
    width,
    (line) => style.title(line),
  );
}

/** Who did what, a line each. */
export function auditTable(
  entries: readonly AuditEntryView[],
  text: Messages,
  width: number,
  style: Style,
): string[] {
  const said = text.access;
  return table(
    entries,
    [
      { title: said.at, value: ({ at }) => localTime(at) },
      { title: said.who, value: ({ actor }) => actor, min: 8, spare: 1 },
      { title: said.did, value: ({ action }) => action },
      { title: said.to, value: ({ target }) => target ?? '', min: 8, spare: 2 },
      { title: said.answer, value: ({ status }) => String(status), align: 'right' },
      { title: said.from, value: ({ address }) => address ?? '', min: 4, spare: 3 },
    ],
    width,
    (line) => style.title(line),
  );
}
