import { applyDecorators, type Type } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { type Dto, jsonSchemaOf } from '@celerity/contracts';

/** When each problem is answered; the body is always a Problem. */
const PROBLEMS = {
  400: 'The request is malformed; `errors` names each bad field.',
  401: 'No valid access token.',
  403: 'The role is not sufficient.',
  404: 'There is no such thing.',
  409: 'It contradicts what is there, such as a task that has ended (`task_state`); nothing was changed.',
  410: 'It was there, and is no longer kept; make it again.',
  412: 'The version in `If-Match` or `version` is not the present one.',
  413: 'The body is larger than 1 MiB.',
  415: 'The body is not JSON.',
  422: 'Well formed, but not acceptable; `errors` names each bad field.',
  429: 'Too many attempts; `Retry-After` says when to come back.',
  501: 'Not done by this installation.',
  503: 'Not available now; `Retry-After` says when to try again. Nothing was done, unless `outcome` says `unknown`.',
} as const;

/** What a route does, in the documentation. */
export function Summary(summary: string, description: string): MethodDecorator {
  return ApiOperation({ summary, description });
}

/** An answer that is no error; its schema comes from the class. */
export function Answer(status: number, description: string, type: Type): MethodDecorator {
  return ApiResponse({ status, description, type });
}

/** A file to save, of one of these media types, with its checksum in the headers. */
export function FileAnswer(description: string, mediaTypes: readonly string[]): MethodDecorator {
  const schemaOf = (type: string) =>
    type === 'application/json' ? { type: 'object' } : { type: 'string', format: 'binary' };
  const text = (what: string) => ({ description: what, schema: { type: 'string' as const } });
  return ApiResponse({
    status: 200,
    description,
    content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: schemaOf(type) }])),
    headers: {
      'Content-Disposition': text('The name to save it under.'),
      'X-Checksum-SHA256': text('Of the whole file, in hexadecimal.'),
    },
  });
}

type ProblemStatus = keyof typeof PROBLEMS;

/** The error answers of a route. */
export function ProblemAnswers(...statuses: ProblemStatus[]): MethodDecorator & ClassDecorator {
  return applyDecorators(...statuses.map((status) => ApiResponse({ status, ...problemAnswer(status) })));
}

/** An error answer, as OpenAPI has it. */
export function problemAnswer(status: ProblemStatus) {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description: PROBLEMS[status], content: { 'application/problem+json': { schema } } };
}

/** The query parameters of a route: the fields of the class it is validated with. */
export function QueryOf(dto: Dto<object>): MethodDecorator {
  const { properties = {}, required = [] } = jsonSchemaOf(dto) as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return applyDecorators(
    ...Object.entries(properties).map(([name, schema]) =>
      ApiQuery({ name, schema, required: required.includes(name) }),
    ),
  );
}
