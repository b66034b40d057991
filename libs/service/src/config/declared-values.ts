import { readFileSync } from 'node:fs';
import { ConfigError, type ConfigProblem } from './config-error.js';
import type { ConfigClass } from './load-config.js';
import type { ServiceConfig } from './service-config.js';
import { settingNames } from './setting-names.js';

/**
 * The values given for a service's settings: from the environment, or, as secrets are handed over by Compose and
 * Kubernetes, from the file that `<NAME>_FILE` names. Only what the class declares is taken, so that the rest of
 * the environment never sits in a config object.
 * @throws ConfigError for a file that cannot be read, or a setting given in both ways.
 */
export function declaredValues(
  Config: ConfigClass<ServiceConfig>,
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  const values: Record<string, string> = {};
  const problems: ConfigProblem[] = [];
  for (const name of settingNames(Config)) {
    // Compose and Kubernetes files write an unset variable as an empty one.
    const direct = env[name]?.trim();
    const path = env[`${name}_FILE`]?.trim();
    if (direct) values[name] = direct;
    if (!path) continue;
    if (direct) problems.push(bothGiven(name));
    else readInto(values, name, path, problems);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return values;
}

function readInto(
  values: Record<string, string>,
  name: string,
  path: string,
  problems: ConfigProblem[],
): void {
  try {
    values[name] = readFileSync(path, 'utf8').trim();
  } catch (error) {
    problems.push({
      variable: `${name}_FILE`,
      problem: `names a file that cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      remedy: 'mount the secret there, or correct the path',
    });
  }
}

function bothGiven(name: string): ConfigProblem {
  return { variable: `${name}_FILE`, problem: `is set beside ${name}`, remedy: 'unset one of the two' };
}
