import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listPage, mailPage } from './mail-pages.ts';
import type { MailStore } from './mail-store.ts';

const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'";
const BODY_POLICY =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

interface Answer {
  status: number;
  type: string;
  body: string | Buffer;
  policy?: string;
}

const NOT_FOUND: Answer = { status: 404, type: 'text/plain', body: 'not found\n' };

/** The sink's read-only pages. */
export function createMailHttp(store: MailStore): Server {
  return createServer((request, response) => {
    answer(store, request).then(
      (found) => send(response, found),
      () => send(response, { status: 500, type: 'text/plain', body: 'the mail could not be read\n' }),
    );
  });
}

async function answer(store: MailStore, request: IncomingMessage): Promise<Answer> {
  // A page elsewhere that points its own name at loopback must not read these mails.
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.host ?? '')) {
    return { status: 421, type: 'text/plain', body: 'ask for localhost\n' };
  }
  if (request.method !== 'GET') return { status: 405, type: 'text/plain', body: 'read-only\n' };
  const [path = '/'] = (request.url ?? '/').split('?');
  if (path === '/') return html(listPage(store.all(), store.dir));
  if (path === '/api/mails') {
    return { status: 200, type: 'application/json', body: JSON.stringify(store.all().toReversed()) };
  }
  const [, id = '', part] = /^\/mails\/([\w-]+)(?:\/(html|source))?$/.exec(path) ?? [];
  const mail = store.find(id);
  if (!mail) return NOT_FOUND;
  if (part === 'html') return html(mail.html, BODY_POLICY);
  if (part === 'source') return { status: 200, type: 'text/plain', body: await readFile(mail.file) };
  return html(mailPage(mail));
}

function html(body: string, policy = PAGE_POLICY): Answer {
  return { status: 200, type: 'text/html', body, policy };
}

function send(response: ServerResponse, { status, type, body, policy = PAGE_POLICY }: Answer): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(body);
}
