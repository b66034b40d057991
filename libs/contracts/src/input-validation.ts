import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { TaskDefinition } from './task-definition.js';
import type { FieldProblem } from './http/problem.js';
import type { Kwargs } from './task-message.js';
import { MAX_ARGUMENT_BYTES, unsafeJson } from './json-limits.js';

/** Arguments that do not fit the task's contract; `problems` name each bad field. */
export class InvalidArguments extends Error {
  override readonly name = 'InvalidArguments';

  constructor(
    readonly taskName: string,
    readonly problems: readonly FieldProblem[],
  ) {
    super(`invalid arguments for ${taskName}: ${problems.map((p) => `${p.field} ${p.message}`).join('; ')}`);
  }
}

/**
 * Binds positional and keyword arguments to the task's input DTO and checks it.
 * @throws InvalidArguments naming every bad field.
 */
export function validateInput<Input extends object>(
  task: TaskDefinition<Input>,
  args: readonly unknown[],
  kwargs: Kwargs,
): Input {
  const unsafe = unsafeJson(args, 'args') ?? unsafeJson(kwargs, 'kwargs');
  if (unsafe) throw new InvalidArguments(task.name, [unsafe]);
  const bytes = Buffer.byteLength(JSON.stringify([args, kwargs]));
  if (bytes > MAX_ARGUMENT_BYTES) {
    throw new InvalidArguments(task.name, [
      { field: 'kwargs', message: `take ${bytes} bytes; at most ${MAX_ARGUMENT_BYTES} are allowed` },
    ]);
  }
  const input = plainToInstance(task.input, bindArguments(task, args, kwargs));
  const errors = validateSync(input, {
    whitelist: true,
    forbidNonWhitelisted: true,
    // A task without arguments has an input class without rules.
    forbidUnknownValues: false,
  });
  if (errors.length > 0) throw new InvalidArguments(task.name, describe(errors, task, args.length));
  return input;
}

function bindArguments(task: TaskDefinition, args: readonly unknown[], kwargs: Kwargs): Kwargs {
  if (args.length > task.positional.length) {
    const takes = task.positional.length === 0 ? 'none' : `at most ${task.positional.length}`;
    throw new InvalidArguments(task.name, [
      {
        field: `args.${task.positional.length}`,
        message: `is one too many: the task takes ${takes} positional`,
      },
    ]);
  }
  const bound: Kwargs = { ...kwargs };
  args.forEach((value, index) => {
    const field = task.positional[index] as string;
    if (Object.hasOwn(kwargs, field)) {
      throw new InvalidArguments(task.name, [
        { field: `kwargs.${field}`, message: `is given twice: args.${index} sets it too` },
      ]);
    }
    bound[field] = value;
  });
  return bound;
}

function describe(
  errors: readonly ValidationError[],
  task: TaskDefinition,
  positional: number,
): FieldProblem[] {
  return errors.flatMap((error) => {
    const index = task.positional.indexOf(error.property);
    const field = index >= 0 && index < positional ? `args.${index}` : `kwargs.${error.property}`;
    return fieldProblems(error, field);
  });
}

/** A value of the wrong type breaks every other rule too; only this one helps. */
const TYPE_RULES = new Set(['isString', 'isNumber', 'isInt', 'isBoolean', 'isArray', 'isObject']);

/** Turns class-validator's tree into a flat list; messages lose the field's name, which `field` carries. */
export function fieldProblems(error: ValidationError, field: string): FieldProblem[] {
  const broken = Object.entries(error.constraints ?? {});
  const ofType = broken.filter(([rule]) => TYPE_RULES.has(rule));
  const own = (ofType.length > 0 ? ofType : broken).map(([rule, message]) => ({
    field,
    message: rule === 'whitelistValidation' ? 'is not a known field' : withoutName(message, error.property),
  }));
  const nested = (error.children ?? []).flatMap((child) =>
    fieldProblems(child, `${field}.${child.property}`),
  );
  return [...own, ...nested];
}

/** `seconds must be a number` → `must be a number`; `each value in ids must be …` → `each value must be …`. */
function withoutName(message: string, property: string): string {
  return message.replace(`each value in ${property} `, 'each value ').replace(`${property} `, '').trim();
}
