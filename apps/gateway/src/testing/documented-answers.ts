import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, Response>>;
}

/** An answer as it came. */
interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
}

/** Answers that any request may get before it is known what it is for. */
const OF_NO_OPERATION = new Set([400, 401, 404, 405, 414, 429]);
const ID = 'openapi';

/** Holds answers against the API description: status, media type, and every field of the body. */
export class DocumentedAnswers {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, formats: fullFormats });
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly paths: readonly { readonly template: string; readonly pattern: RegExp }[];
  /** Answers that were found right. */
  checked = 0;

  constructor(private readonly document: OpenAPIObject) {
    this.ajv.addSchema({ ...document, $id: ID });
    // A path without parameters goes before one with: `/tasks/history` is no id.
    this.paths = Object.keys(document.paths)
      .sort((a, b) => a.split('{').length - b.split('{').length)
      .map((template) => ({ template, pattern: patternOf(template) }));
  }

  /** @throws Error saying what the description does not say */
  check(method: string, path: string, answer: Answer): void {
    const { pathname } = new URL(path, 'http://gateway');
    const template = this.paths.find(({ pattern }) => pattern.test(pathname))?.template;
    const item = (this.document.paths[template ?? ''] ?? {}) as Record<string, Operation>;
    const operation = item[(method === 'HEAD' ? 'get' : method).toLowerCase()];
    const problem = operation
      ? this.problemWith(`#/paths/${pointer(template ?? '')}/${method.toLowerCase()}`, operation, answer)
      : this.problemWithStray(pathname, answer);
    if (problem)
      throw new Error(`${method} ${path} answered ${answer.status}, but ${problem}\n${answer.text}`);
    this.checked += 1;
  }

  private problemWith(place: string, { responses }: Operation, answer: Answer): string | null {
    const response = responses[answer.status];
    if (!response) {
      // Fastify refuses some targets before it looks for a route.
      if (answer.status === 400 || answer.status === 414) return this.problemWithProblem(answer);
      return 'that status is not described';
    }
    const type = answer.contentType?.split(';')[0] ?? '';
    const contents = Object.keys(response.content ?? {});
    if (!contents.includes(type))
      return `${type} is not described, but ${contents.join(', ') || 'no content'}`;
    if (!/^application\/(problem\+)?json$/.test(type)) return null;
    const at = `${place}/responses/${answer.status}/content/${pointer(type)}/schema`;
    return this.invalid(at, answer.text);
  }

  /** Of no operation: a path or method that there is not. */
  private problemWithStray(pathname: string, answer: Answer): string | null {
    if (!pathname.startsWith('/api/')) return null;
    if (answer.status === 204 || answer.status === 200) return null;
    if (!OF_NO_OPERATION.has(answer.status)) return 'there is no such operation';
    return this.problemWithProblem(answer);
  }

  private problemWithProblem({ contentType, text }: Answer): string | null {
    if (!contentType?.startsWith('application/problem+json')) return `it is ${contentType}`;
    return this.invalid('#/components/schemas/Problem', text);
  }

  private invalid(at: string, text: string): string | null {
    const validate = this.validators.get(at) ?? this.ajv.compile({ $ref: `${ID}${at}` });
    this.validators.set(at, validate);
    if (validate(JSON.parse(text))) return null;
    return `its body is not as described: ${this.ajv.errorsText(validate.errors)}`;
  }
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`);
}

function pointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
