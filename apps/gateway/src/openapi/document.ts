import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { catalogue } from '@celerity/contracts';
import { ROLE_EXTENSION } from '../auth/access-rule.js';
import { componentSchemas } from './component-schemas.js';
import { problemAnswer } from './route-docs.js';
import { PROBES } from './probe-docs.js';
import { taskExamples } from './task-examples.js';

const DESCRIPTION =
  'Send tasks, and see what became of them. Get a token from `POST /api/core/auth/token` and press *Authorize*. ' +
  'Every error is a `Problem` that names each bad field and what to do.';

/** A body can be wrong also where none is asked for. */
const OF_ANY_BODY = Object.fromEntries(
  ([400, 413, 415] as const).map((status) => [status, problemAnswer(status)]),
);

/** Describes the application's routes (OpenAPI 3.1). */
export function buildDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Celerity')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .addServer('/', 'This gateway')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '').toLowerCase()}_${method}`,
  });
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, Operation>)) {
      describe(path, operation);
      if (method !== 'get') operation.responses = { ...OF_ANY_BODY, ...operation.responses };
    }
  }
  document.components = { ...document.components, schemas: componentSchemas(document.paths) };
  describeSubmission(document);
  document.paths = Object.fromEntries(Object.entries(document.paths).sort(byAudience));
  return document;
}

/** What people come for first, probes last. */
function byAudience([a]: [string, unknown], [b]: [string, unknown]): number {
  return Number(a in PROBES) - Number(b in PROBES);
}

interface Operation {
  summary?: string;
  description?: string;
  security?: readonly object[];
  responses?: Readonly<Record<string, object>>;
  [ROLE_EXTENSION]?: string;
}

function describe(path: string, operation: Operation): void {
  Object.assign(operation, PROBES[path]);
  const role = operation[ROLE_EXTENSION];
  if (!role) operation.security = [];
  const access = role ? `Role: **${role}**.` : 'No token needed.';
  operation.description = [operation.description, access].filter(Boolean).join('\n\n');
}

/** `kwargs` differ by task: the list of their schemas, and a body to try for each. */
function describeSubmission(document: OpenAPIObject): void {
  const body = document.paths['/api/core/tasks']?.post?.requestBody;
  const json = body && 'content' in body ? body.content['application/json'] : undefined;
  if (!json) return;
  json.examples = taskExamples();
  const inputs = catalogue.tasks.map(({ shortName }) => `\`${shortName}\`: \`Task_${shortName}_input\``);
  const post = document.paths['/api/core/tasks']?.post;
  if (post)
    post.description = `${post.description}\n\nArguments by task (see the schemas): ${inputs.join(', ')}.`;
}
