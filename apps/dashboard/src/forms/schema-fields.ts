/** What of a JSON schema a form can be made of. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly default?: unknown;
}

/** The control that a field gets. */
export type Control =
  'text' | 'long-text' | 'password' | 'local-time' | 'number' | 'integer' | 'boolean' | 'choice' | 'json';

/** One input of a task. */
export interface SchemaField {
  readonly name: string;
  readonly control: Control;
  readonly required: boolean;
  readonly hint: string | undefined;
  readonly choices: readonly string[];
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
}

const LONG_TEXT = 200;

/** The fields of an input's schema, those that must be given first. */
export function fieldsOf({ properties = {}, required = [] }: JsonSchema): readonly SchemaField[] {
  const fields = Object.entries(properties).map(([name, schema]) => ({
    name,
    control: controlOf(schema),
    required: required.includes(name),
    hint: hintOf(schema),
    choices: (schema.enum ?? []).map(String),
    min: schema.minimum,
    max: schema.maximum,
    minLength: schema.minLength,
    maxLength: schema.maxLength,
  }));
  return [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
}

/** What was typed, as the API takes it; fields left empty are left out. */
export function kwargsOf(
  fields: readonly SchemaField[],
  typed: Readonly<Record<string, string>>,
): {
  readonly kwargs: Record<string, unknown>;
  readonly problems: Readonly<Record<string, 'json' | 'number'>>;
} {
  const kwargs: Record<string, unknown> = {};
  const problems: Record<string, 'json' | 'number'> = {};
  for (const { name, control } of fields) {
    const text = typed[name] ?? '';
    if (text.trim() === '') continue;
    const value = valueOf(control, text);
    if (value === undefined) problems[name] = control === 'json' ? 'json' : 'number';
    else kwargs[name] = value;
  }
  return { kwargs, problems };
}

function valueOf(control: Control, text: string): unknown {
  if (control === 'boolean') return text === 'true';
  if (control === 'number' || control === 'integer') {
    const number = Number(text);
    return Number.isFinite(number) ? number : undefined;
  }
  if (control !== 'json') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function controlOf({ type, format, enum: choices, maxLength = 0 }: JsonSchema): Control {
  if (choices?.every((choice) => typeof choice === 'string')) return 'choice';
  if (type === 'integer' || type === 'number' || type === 'boolean') return type;
  if (type !== 'string') return 'json';
  if (format === 'password' || format === 'local-time') return format;
  return maxLength > LONG_TEXT ? 'long-text' : 'text';
}

function hintOf({ description, format, minimum, maximum }: JsonSchema): string | undefined {
  const range = minimum !== undefined && maximum !== undefined ? `${minimum}–${maximum}` : undefined;
  const told = format === 'password' || format === 'local-time' ? undefined : format;
  return [description, told, range].filter(Boolean).join(' · ') || undefined;
}

/** Values as they are typed into the fields. */
export function typedOf(
  fields: readonly SchemaField[],
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fields.flatMap(({ name, control }) => {
      const value = values[name];
      if (value === undefined || value === null) return [];
      const text = control !== 'json' && typeof value === 'string' ? value : JSON.stringify(value, null, 2);
      return [[name, text] as const];
    }),
  );
}
