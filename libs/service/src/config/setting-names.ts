import 'reflect-metadata';
import { getMetadataStorage } from 'class-validator';
import type { ConfigClass } from './load-config.js';
import type { ServiceConfig } from './service-config.js';

/** Every environment variable that a service's config class declares. */
export function settingNames(Config: ConfigClass<ServiceConfig>): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(Config, '', false, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))];
}
