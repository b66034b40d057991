import type { OpenAPIObject } from '@nestjs/swagger';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { catalogue } from '@celerity/contracts';
import { TestSystem } from '../testing/test-system.js';
import { KnownRoutes } from '../http/known-routes.js';

let system: TestSystem;
let document: OpenAPIObject;
const watched = jest.spyOn(KnownRoutes.prototype, 'watch');

interface Operation {
  summary: string;
  description: string;
  security?: object[];
  parameters: { name: string; in: string; schema: object }[];
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}

beforeAll(async () => {
  system = await TestSystem.start();
  document = (await system.gateway.ask('/openapi.json')).json<OpenAPIObject>();
});

afterAll(() => system?.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({
      path,
      method,
      operation,
    })),
  );

// The documentation's files and the dashboard's.
const NOT_API = /^\/(docs|openapi\.json|assets\/.+|[\w-]+\.(html|svg))?$|^\/docs\//;

it('lists every live route, and no other', () => {
  const { routes } = watched.mock.results[0]?.value as { routes: { method: string; url: string }[] };
  const live = routes
    .filter(({ method, url }) => method !== 'HEAD' && !NOT_API.test(url))
    .map(({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
  const listed = operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  expect(listed.sort()).toEqual([...new Set(live)].sort());
});

it('says what each route does, who may, and which errors it answers', () => {
  for (const { path, operation } of operations()) {
    expect([path, operation.summary]).toEqual([path, expect.stringMatching(/\w+/)]);
    expect(operation.description).toMatch(/Role: \*\*(viewer|operator|admin)\*\*\.|No token needed\./);
    const isPublic = operation.description.includes('No token needed');
    expect([path, operation.security]).toEqual([path, isPublic ? [] : [{ bearer: [] }]]);
    if (isPublic) continue;
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403']));
    expect(operation.responses['401']?.content?.['application/problem+json']?.schema).toEqual({
      $ref: '#/components/schemas/Problem',
    });
  }
});

it('lints clean', async () => {
  const config = await createConfig({
    extends: ['recommended'],
    rules: {
      // Which schema `kwargs` has, another field says: the schemas of the tasks are named in words.
      'no-unused-components': 'off',
      // Probes refuse nobody.
      'operation-4xx-response': 'off',
    },
  });
  const source = JSON.stringify(document);
  const problems = await lintFromString({ source, absoluteRef: '/openapi.json', config });
  const told = problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]);
  expect(told).toEqual([]);
  for (const { path, operation } of operations()) {
    const refuses = Object.keys(operation.responses).some((status) => status.startsWith('4'));
    expect([path, refuses]).toEqual([path, !/^\/(health|metrics)/.test(path)]);
  }
});

it('refers to nothing that is not there', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(20);
  const known = Object.keys(document.components?.schemas ?? {});
  for (const [, name] of references) expect(known).toContain(name);
});

it('holds the schemas of every task, and a body to try for each', () => {
  const schemas = document.components?.schemas ?? {};
  for (const { shortName } of catalogue.tasks) {
    expect(schemas[`Task_${shortName}_input`]).toMatchObject({ type: 'object', additionalProperties: false });
    expect(schemas[`Task_${shortName}_output`]).toBeDefined();
  }
  const body = document.paths['/api/core/tasks']?.post?.requestBody;
  const json = body && 'content' in body ? body.content['application/json'] : undefined;
  expect(Object.keys(json?.examples ?? {})).toEqual(catalogue.tasks.map(({ shortName }) => shortName));
});

it('takes its schemas from the classes that validate', () => {
  expect(document.components?.schemas?.['TaskSubmission']).toMatchObject({
    required: ['task_name'],
    additionalProperties: false,
    properties: {
      task_name: { type: 'string', maxLength: 128 },
      eta: { anyOf: [{ format: 'date-time' }, { type: 'null' }] },
    },
  });
  const { parameters } = (document.paths['/api/core/tasks']?.get ?? {}) as unknown as Operation;
  expect(parameters.find(({ name }) => name === 'limit')).toMatchObject({
    in: 'query',
    schema: { minimum: 1, maximum: 200 },
  });
});

it('serves the page and its files from here, within the content policy', async () => {
  const page = await system.gateway.ask('/docs');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => String(source));
  expect(sources.length).toBeGreaterThan(3);
  for (const source of sources) {
    const file = await system.gateway.ask(new URL(source, 'http://x/docs').pathname);
    expect([source, file.status]).toEqual([source, 200]);
  }
  expect(page.text).not.toMatch(/<script>(?!\s*<)/);
});
