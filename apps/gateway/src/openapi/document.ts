import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { catalogue } from '@celerity/contracts';
import { ROLE_EXTENSION } from '../auth/access-rule.js';
import { componentSchemas } from './component-schemas.js';
import { taskExamples } from './task-examples.js';

const DESCRIPTION =
  'Send tasks, and see what became of them. Get a token from `POST /api/core/auth/token` and press *Authorize*. ' +
  'Every error is a `Problem` that names each bad field and what to do.';

/** Probes and metrics come with the service library, which knows nothing of this documentation. */
const OPERATIONS: Readonly<Record<string, string>> = {
  '/health/live': 'Is the process alive?',
  '/health/ready': 'Can it serve? Names each dependency.',
  '/metrics': 'Figures for Prometheus.',
};

/** Describes the application's routes (OpenAPI 3.1). */
export function buildDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Celerity')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) =>
      `${controller.replace(/Controller$/, '').toLowerCase()}_${method}`,
  });
  document.components = { ...document.components, schemas: componentSchemas() };
  for (const [path, item] of Object.entries(document.paths)) {
    for (const operation of Object.values(item as Record<string, Operation>)) describe(path, operation);
  }
  describeSubmission(document);
  document.paths = Object.fromEntries(Object.entries(document.paths).sort(byAudience));
  return document;
}

/** What people come for first, probes last. */
function byAudience([a]: [string, unknown], [b]: [string, unknown]): number {
  return Number(a in OPERATIONS) - Number(b in OPERATIONS);
}

interface Operation {
  summary?: string;
  description?: string;
  [ROLE_EXTENSION]?: string;
}

function describe(path: string, operation: Operation): void {
  operation.summary ??= OPERATIONS[path] ?? '';
  const role = operation[ROLE_EXTENSION];
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
