import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { type Dto, type FieldProblem, fieldProblems, jsonSchemaOf, unsafeJson } from '@celerity/contracts';
import { malformedJson } from './body-parsers.js';
import { ProblemException } from './problem-exception.js';

/** What TypeScript calls the type of a parameter that no class describes. */
const NO_DTO = new Set<unknown>([undefined, String, Number, Boolean, Array, Object]);

/**
 * Checks bodies and queries against their DTO; unknown fields are refused, and each bad field is named.
 * Our rules are synchronous, so it answers at once; Nest's pipe would take several turns of promises for it.
 */
@Injectable()
export class RequestValidationPipe implements PipeTransform {
  /** @throws ProblemException 400 */
  transform(given: unknown, { type, metatype, data }: ArgumentMetadata): unknown {
    if (type === 'param') refuseUnsafeParameter(given, data);
    if (type !== 'body' && type !== 'query') return given;
    const value = type === 'body' ? bodyOf(given, metatype) : given;
    return NO_DTO.has(metatype) ? value : checkedObject(metatype as Dto<object>, value, type);
  }
}

/**
 * The value as an instance of the class, if it keeps its rules.
 * @throws ProblemException 400 naming every bad field
 */
export function checkedObject<T extends object>(dto: Dto<T>, value: unknown, place: string): T {
  refuseOtherThanObject(value, place);
  refuseUnsafe(value as object, place);
  const instance = plainToInstance(dto, value);
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
  });
  if (errors.length > 0) throw invalid(errors.flatMap(problemsOf));
  return instance;
}

/** A body whose fields may all be left out may be left out itself. */
function bodyOf(given: unknown, metatype: unknown): unknown {
  if ((given !== undefined && given !== null) || NO_DTO.has(metatype)) return given;
  const { required = [] } = jsonSchemaOf(metatype as Dto<object>) as { required?: string[] };
  return required.length === 0 ? {} : given;
}

function refuseOtherThanObject(value: unknown, field: string): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  if (value === undefined) throw malformedJson('it is empty');
  throw invalid([{ field, message: 'must be a JSON object' }]);
}

/** PostgreSQL stores no NUL, and would answer with an error. */
function refuseUnsafeParameter(given: unknown, name = 'path'): void {
  const found = typeof given === 'string' ? unsafeJson(given, name) : null;
  if (found) throw invalid([found]);
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
