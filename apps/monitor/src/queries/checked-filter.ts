import { fieldProblems, TaskFilter } from '@celerity/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { badRequest } from './query-errors.js';

/**
 * Checks a filter again that the gateway should have checked: a wrong one must not become a database error.
 * @throws RpcException (`bad_request`) naming the first bad field.
 */
export function checkedFilter(filter: unknown): TaskFilter {
  const checked = plainToInstance(TaskFilter, filter ?? {});
  const errors = validateSync(checked, { whitelist: true, forbidNonWhitelisted: true });
  const problem = errors.flatMap((error) => fieldProblems(error, error.property))[0];
  if (problem) throw badRequest(problem);
  return checked;
}
