import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role } from '@celerity/contracts';
import { createLogger, createServiceApplication, loadConfig } from '@celerity/service';
import { TokenIssuer } from '../auth/token-issuer.js';
import { GatewayConfig } from '../config/gateway-config.js';
import { gateway } from '../gateway.js';
import { buildDocument } from '../openapi/document.js';
import { DocumentedAnswers } from './documented-answers.js';

export const TEST_SECRET = 'kD83-fjq02_Zmwp4-xTTu71_bbQn9e5h';

let documented: DocumentedAnswers | null = null;

/** What an HTTP answer looks like to a test. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  json<T = Record<string, unknown>>(): T;
}

export interface Request {
  readonly method?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly as?: Role;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** The real gateway in this process, listening on a port of its own, asked over real HTTP. */
export class TestGateway {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    readonly home: string,
    readonly log: readonly string[],
  ) {}

  static async start(env: NodeJS.ProcessEnv): Promise<TestGateway> {
    const home = env['CELERITY_HOME'] ?? (await mkdtemp(join(tmpdir(), 'gateway-')));
    const config = loadConfig(GatewayConfig, {
      JWT_SECRET: TEST_SECRET,
      PORT: '0',
      CELERITY_ADMIN_PASSWORD: 'correct horse battery',
      ...env,
      CELERITY_HOME: home,
    });
    const log: string[] = [];
    const logger = createLogger('gateway', config, { write: (line) => void log.push(line) });
    const app = await createServiceApplication(gateway, config, logger);
    await app.listen(0, '127.0.0.1');
    // The same for every gateway, whatever its settings.
    documented ??= new DocumentedAnswers(buildDocument(app));
    return new TestGateway(app, await app.getUrl(), home, log);
  }

  /** Every answer is held against the API description. */
  async ask(path: string, request: Request = {}): Promise<Reply> {
    const { body, raw, as, signal } = request;
    const headers = new Headers(request.headers);
    if (as) headers.set('authorization', `Bearer ${this.token(as)}`);
    if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
    const method = request.method ?? (body === undefined && raw === undefined ? 'GET' : 'POST');
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(raw === undefined ? {} : { body: raw }),
      ...(signal ? { signal } : {}),
    });
    const text = await endingText(response);
    const contentType = response.headers.get('content-type');
    if (method !== 'HEAD' && !isStream(response))
      documented?.check(method, path, { status: response.status, contentType, text });
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
  }

  token(role: Role): string {
    return this.app.get(TokenIssuer).issue({ name: `the-${role}`, role }).access_token;
  }

  async close(): Promise<void> {
    await this.app.close();
    await rm(this.home, { recursive: true, force: true });
  }
}

/** The answer's text; empty for an event stream, which does not end by itself. */
async function endingText(response: Response): Promise<string> {
  if (!isStream(response)) return response.text();
  await response.body?.cancel();
  return '';
}

function isStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}
