import { ApiProblem } from '@celerity/client';

/** What the gateway says about each field, by the name that the field has in a form. */
export function problemsOf(error: Error | null): Readonly<Record<string, string>> {
  if (!(error instanceof ApiProblem)) return {};
  return Object.fromEntries(
    error.errors.map(({ field, message }) => [
      field.replace(/^kwargs\./, '').split('.', 1)[0] ?? field,
      message,
    ]),
  );
}
