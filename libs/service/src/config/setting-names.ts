import 'reflect-metadata';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import type { ConfigClass } from './load-config.js';
import type { ServiceConfig } from './service-config.js';

/** Every environment variable that a service's config class declares. */
export function settingNames(Config: ConfigClass<ServiceConfig>): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(Config, '', false, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))];
}

/** Those that a service may do without: their rules hold only when they are set, or under some condition. */
export function optionalSettings(Config: ConfigClass<ServiceConfig>): ReadonlySet<string> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(Config, '', false, false);
  const conditional = rules.filter(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION);
  return new Set(conditional.map(({ propertyName }) => propertyName));
}
