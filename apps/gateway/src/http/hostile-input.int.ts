import type { OpenAPIObject } from '@nestjs/swagger';
import { until } from '@celerity/messaging/testing';
import {
  CONTENT_TYPES,
  HOSTILE_BODIES,
  HOSTILE_JSON,
  HOSTILE_TEXTS,
  oneOf,
  randomFrom,
} from '../testing/hostile-values.js';
import { TestSystem } from '../testing/test-system.js';

const SEED = 20_260_801;
const ROUNDS = 16;
const AT_ONCE = 60;

interface Operation {
  readonly parameters?: { readonly name: string; readonly in: string }[];
  readonly requestBody?: {
    readonly content: Record<string, { readonly schema: { readonly $ref?: string } }>;
  };
}

interface Attempt {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly raw?: string | Uint8Array<ArrayBuffer>;
}

let system: TestSystem;
let document: OpenAPIObject;
const random = randomFrom(SEED);

beforeAll(async () => {
  system = await TestSystem.start();
  document = (await system.gateway.ask('/openapi.json')).json<OpenAPIObject>();
});

afterAll(() => system?.stop());

function attempts(): Attempt[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).flatMap(([method, operation]) =>
      Array.from({ length: ROUNDS }, () => attempt(path, method.toUpperCase(), operation)),
    ),
  );
}

function attempt(template: string, method: string, operation: Operation): Attempt {
  const path = template.replaceAll(/\{\w+\}/g, () => escaped(oneOf(random, HOSTILE_TEXTS)) || '%20');
  const known = (operation.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
  const query = [...known, '__proto__', 'bogus', 'limit']
    .filter(() => random() < 0.3)
    .map((name) => `${name}=${escaped(oneOf(random, HOSTILE_TEXTS))}`)
    .join('&');
  const target = `${path}${query && random() < 0.6 ? `?${query}` : ''}`;
  const headers: Record<string, string> = { 'if-match': oneOf(random, ['"1"', '*', 'x', '"-1"']) };
  if (random() < 0.2) headers['idempotency-key'] = oneOf(random, ['k', 'x'.repeat(300), '-', '"a"']);
  if (!['POST', 'PATCH', 'PUT'].includes(method)) return { method, path: target, headers };
  headers['content-type'] = random() < 0.1 ? oneOf(random, CONTENT_TYPES) : 'application/json';
  return { method, path: target, headers, raw: bodyFor(operation) };
}

/** Sometimes no object at all; else the fields that the document names, some of them hostile. */
function bodyFor({ requestBody }: Operation): string | Uint8Array<ArrayBuffer> {
  if (random() < 0.25) return oneOf(random, HOSTILE_BODIES);
  const reference = requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1) ?? '';
  // Some that may well be accepted, so that the count at the end has something to count.
  if (reference === 'TaskSubmission' && random() < 0.5)
    return `{"task_name":"test_task","kwargs":{"message":${JSON.stringify(oneOf(random, HOSTILE_TEXTS))}}}`;
  const schema = document.components?.schemas?.[reference] as { properties?: object } | undefined;
  const names = [...Object.keys(schema?.properties ?? {}), ...(random() < 0.2 ? ['__proto__', 'bogus'] : [])];
  const fields = names
    .filter((name) => name === 'task_name' || random() < 0.5)
    .map((name) => `${JSON.stringify(name)}:${valueOf(name)}`);
  return `{${fields.join(',')}}`;
}

function valueOf(name: string): string {
  if (name === 'task_name' && random() < 0.7) return '"test_task"';
  if (name === 'kwargs' && random() < 0.5) return `{"message":${oneOf(random, HOSTILE_JSON)}}`;
  if (name === 'tasks' && random() < 0.5)
    return `[{"task_name":"test_task","args":[${oneOf(random, HOSTILE_JSON)}]}]`;
  return oneOf(random, HOSTILE_JSON);
}

function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('.', '%2E');
}

/** How many tasks an answer says it accepted. */
function acceptedBy({ status, json }: { status: number; json: <T>() => T }, path: string): number {
  if (path.startsWith('/api/core/tasks/batch') && status === 200)
    return json<{ accepted: number }>().accepted;
  return /^\/api\/core\/tasks(\?|$)/.test(path) && status === 201 ? 1 : 0;
}

async function queued(): Promise<number> {
  const { names } = system.broker;
  const queues = [...names.queues.map(({ queue }) => queue), names.timers];
  const counts = await Promise.all(queues.map((queue) => system.broker.ready(queue)));
  return counts.reduce((sum, count) => sum + count, 0);
}

it('meets hostile input on every route with a clear answer, and queues nothing that it refuses', async () => {
  const all = attempts();
  const statuses = new Map<number, number>();
  const wrong: unknown[] = [];
  let accepted = 0;
  let unknown = 0;
  const next = all[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const { method, path, headers, raw } of next) {
        const body = raw === undefined ? {} : { raw };
        const reply = await system.gateway.ask(path, { as: 'admin', method, headers, ...body });
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
        // 503 says that beat is away, as it is here; anything else above 499 would be a bug.
        if (reply.status >= 500 && reply.status !== 503)
          wrong.push({ method, path, raw: String(raw).slice(0, 300), text: reply.text.slice(0, 300) });
        if (reply.status >= 400 && reply.status < 500 && !reply.text.includes('"urn:celerity:problem:'))
          wrong.push({ method, path, text: reply.text.slice(0, 300) });
        if (method === 'POST') accepted += acceptedBy(reply, path);
        if (reply.status === 503 && reply.text.includes('"outcome":"unknown"')) unknown += 1;
      }
    }),
  );
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  process.stdout.write(`hostile input: ${all.length} requests (seed ${SEED}); ${counts.join(', ')}\n`);
  expect(wrong).toEqual([]);
  // And one that is right, so that there is something to count however slow the broker was to confirm the others.
  const body = { task_name: 'test_task' };
  await until('a right one is accepted', async () => {
    const { status, text } = await system.gateway.ask('/api/core/tasks', { as: 'admin', body });
    if (status === 201) accepted += 1;
    if (text.includes('"outcome":"unknown"')) unknown += 1;
    return status === 201;
  });
  expect(accepted).toBeGreaterThan(0);
  // A broker that was slow to confirm may hold what it did not confirm in time; no test can tell which.
  await until('as many messages as were accepted', async () => {
    const more = (await queued()) - accepted;
    return more >= 0 && more <= unknown;
  });
  process.stdout.write(`hostile input: ${accepted} accepted, ${await queued()} queued, ${unknown} unknown\n`);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
  expect((await system.gateway.ask('/health/live')).status).toBe(200);
}, 60_000);
