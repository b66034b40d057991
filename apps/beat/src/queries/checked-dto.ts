import { type Dto, fieldProblems } from '@celerity/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { invalid } from './refusals.js';

/**
 * Checks again what the gateway should have checked: a wrong value must not become a database error.
 * @throws RpcException (`invalid`)
 */
export function checkedDto<T extends object>(dto: Dto<T>, value: unknown): T {
  const checked = plainToInstance(dto, value ?? {});
  const errors = validateSync(checked, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length > 0) throw invalid(errors.flatMap((error) => fieldProblems(error, error.property)));
  return checked;
}
