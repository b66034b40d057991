import { type Dto, fieldProblems, TaskFilter } from '@celerity/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { badRequest } from './query-errors.js';

/**
 * Checks what the gateway should have checked: a wrong value must not become a database error.
 * @throws RpcException (`bad_request`) naming the first bad field.
 */
export function checked<T extends object>(dto: Dto<T>, fields: unknown): T {
  const instance = plainToInstance(dto, fields ?? {});
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true });
  const problem = errors.flatMap((error) => fieldProblems(error, error.property))[0];
  if (problem) throw badRequest(problem);
  return instance;
}

/** @throws RpcException (`bad_request`) naming the first bad field. */
export function checkedFilter(filter: unknown): TaskFilter {
  return checked(TaskFilter, filter);
}
