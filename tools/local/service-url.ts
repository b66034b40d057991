import { SetupError } from './setup-error.ts';

/** Reads the address of a service from a variable; one line and a remedy when it is none. */
export function parseServiceUrl(variable: string, value: string, protocols: readonly string[]): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url && protocols.includes(url.protocol)) return url;
  const example = `${protocols[0]}//user:password@host:port`;
  throw new SetupError(
    `${variable} is not an address of the form ${example}`,
    `Correct ${variable}, or unset it.`,
  );
}

/** The address as it may be shown: without its password. */
export function withoutPassword(url: string): string {
  const shown = new URL(url);
  if (shown.password !== '') shown.password = '***';
  return shown.toString();
}
