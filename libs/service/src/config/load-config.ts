import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { ConfigError, type ConfigProblem } from './config-error.js';
import { declaredValues } from './declared-values.js';
import { ServiceConfig } from './service-config.js';

/** A service's own config class. */
export type ConfigClass<C extends ServiceConfig> = new () => C;

/**
 * Reads and validates the settings of one service.
 * @throws ConfigError naming every bad variable, its problem and its remedy, and no value.
 */
export function loadConfig<C extends ServiceConfig>(
  Config: ConfigClass<C>,
  env: NodeJS.ProcessEnv = process.env,
): C {
  const values = declaredValues(Config, env);
  values['HOST'] ??= values['NODE_ENV'] === 'production' ? '0.0.0.0' : '127.0.0.1';
  const config = plainToInstance(Config, values, { exposeDefaultValues: true });
  const problems = validateSync(config).map((error) => toProblem(error, values));
  if (problems.length === 0 && config.NODE_ENV === 'production')
    problems.push(...config.productionProblems());
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function toProblem(error: ValidationError, values: Record<string, string>): ConfigProblem {
  const rule = Object.keys(error.constraints ?? {})[0] ?? '';
  const remedy: unknown = error.contexts?.[rule]?.remedy;
  return {
    variable: error.property,
    problem: error.property in values ? (error.constraints?.[rule] ?? 'is invalid') : 'is not set',
    remedy: typeof remedy === 'string' ? remedy : 'correct it',
  };
}
