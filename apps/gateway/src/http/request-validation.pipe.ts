import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type Dto, type FieldProblem, fieldProblems, jsonSchemaOf, unsafeJson } from '@celerity/contracts';
import { ProblemException } from './problem-exception.js';

/** Checks bodies and queries against their DTO; unknown fields are refused, and each bad field is named. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      validationError: { target: true, value: true },
      exceptionFactory: (errors) => invalid(errors.flatMap(problemsOf)),
    });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body') refuseOtherThanObject(value);
    if (metadata.type === 'body' || metadata.type === 'query') refuseUnsafe(value as object, metadata.type);
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

function refuseOtherThanObject(body: unknown): void {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return;
  throw invalid([{ field: 'body', message: 'must be a JSON object' }]);
}

/** Before anything walks the value: nesting without end would exhaust the stack of whoever does. */
function refuseUnsafe(fields: object, place: string): void {
  for (const [field, value] of Object.entries(fields)) {
    // The name itself is checked as the only one of an object.
    const found = unsafeJson({ [field]: null }, place) ?? unsafeJson(value, field);
    if (found) throw invalid([found]);
  }
}

function problemsOf(error: ValidationError): FieldProblem[] {
  const { property, target } = error;
  const problems = fieldProblems(error, property);
  if (error.constraints?.['whitelistValidation'] !== undefined && target) {
    const known = knownFields(target.constructor as Dto<object>);
    return [{ field: property, message: `is not a known field; known are ${known.join(', ')}` }];
  }
  if (error.value !== undefined || !problems[0]) return problems;
  return [{ field: property, message: `is missing: it ${problems[0].message}` }];
}

function knownFields(dto: Dto<object>): string[] {
  const { properties = {} } = jsonSchemaOf(dto) as { properties?: object };
  return Object.keys(properties).sort();
}

function invalid(errors: FieldProblem[]): ProblemException {
  const fields = [...new Set(errors.map(({ field }) => field))].join(', ');
  return new ProblemException(400, {
    kind: 'invalid-request',
    title: 'Bad Request',
    detail: `Correct ${fields} and send it again; nothing was done.`,
    errors,
  });
}
