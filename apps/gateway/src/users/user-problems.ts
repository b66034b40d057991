import { ProblemException } from '../http/problem-exception.js';

export function unknownUser(username: string): ProblemException {
  const detail = `There is no user ${username}. GET /api/core/users lists them.`;
  return new ProblemException(404, { kind: 'user-not-found', title: 'Not Found', detail });
}

export function usernameTaken(username: string): ProblemException {
  return conflict(
    'name-taken',
    `There is a user ${username} already. Choose another name, or change that one.`,
  );
}

export function ownAccount(): ProblemException {
  const detail =
    'Nobody disables, deletes or lowers the role of their own account. Ask another admin to do it.';
  return conflict('own-account', detail);
}

export function lastAdmin(username: string): ProblemException {
  const detail = `${username} is the last admin who can log in. Make somebody else an admin first.`;
  return conflict('last-admin', detail);
}

export function nothingToChange(): ProblemException {
  const message = 'names no field to change; known are disabled, password, role';
  return new ProblemException(400, {
    kind: 'invalid-request',
    title: 'Bad Request',
    detail: 'Name what is to change: role, password or disabled.',
    errors: [{ field: 'body', message }],
  });
}

function conflict(kind: string, detail: string): ProblemException {
  return new ProblemException(409, { kind, title: 'Conflict', detail });
}
