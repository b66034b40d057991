import type { ConfigClass } from './load-config.js';
import type { ServiceConfig } from './service-config.js';
import { optionalSettings, settingNames } from './setting-names.js';

/** One setting as `--settings` prints it. */
export interface SettingDescription {
  readonly variable: string;
  /** What holds when it is unset; null when nothing does, or when it depends on other settings. */
  readonly default: unknown;
  /** The service does not start without it. */
  readonly required: boolean;
}

/** The settings of a service with their defaults, so that manifests and documents can be checked against them. */
export function describeSettings(Config: ConfigClass<ServiceConfig>): SettingDescription[] {
  const defaults = new Config() as unknown as Readonly<Record<string, unknown>>;
  const optional = optionalSettings(Config);
  return settingNames(Config)
    .sort()
    .map((variable) => ({
      variable,
      default: defaults[variable] ?? null,
      required: defaults[variable] === undefined && !optional.has(variable),
    }));
}
