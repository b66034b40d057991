import type { TaskTypeView } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { labelledLines } from './labelled-lines.js';
import { duration } from './moments.js';
import type { Style } from './style.js';
import { table } from './table.js';

/** What of a JSON Schema is shown. */
interface PropertySchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly items?: PropertySchema;
  readonly [rule: string]: unknown;
}

const RULES = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern'];

/** All tasks that can be sent, a line each. */
export function taskTypeTable(
  types: readonly TaskTypeView[],
  text: Messages,
  width: number,
  style: Style,
): string[] {
  return table(
    types,
    [
      { title: text.task, value: ({ name }) => name },
      { title: text.queue, value: ({ queue }) => queue, spare: 1 },
      { title: text.summary, value: ({ summary }) => summary, min: 20, spare: 2 },
    ],
    width,
    (line) => style.title(line),
  );
}

/** One task: what it does and takes. */
export function taskTypeDetails(type: TaskTypeView, text: Messages, width: number, style: Style): string[] {
  const { labels } = text;
  const head = labelledLines(
    [
      [labels.task, type.task_name],
      [labels.about, type.summary],
      [labels.queue, type.queue],
      [labels.limits, limitsOf(type, text)],
    ],
    (label) => style.minor(label),
  );
  return [...head, '', ...argumentLines(type, text, width, style)];
}

function argumentLines(
  { input, positional }: TaskTypeView,
  text: Messages,
  width: number,
  style: Style,
): string[] {
  const { properties = {}, required = [] } = input as {
    properties?: Record<string, PropertySchema>;
    required?: string[];
  };
  // Those with a place come in its order.
  const names = [...new Set([...positional, ...Object.keys(properties)])];
  if (names.length === 0) return [text.noArguments];
  const rulesOf = (name: string): string =>
    [...(required.includes(name) ? [text.required] : []), ...rules(properties[name] ?? {})].join(', ');
  return table(
    names,
    [
      { title: text.argument, value: (name) => name },
      { title: text.type, value: (name) => typeOf(properties[name] ?? {}) },
      { title: text.rules, value: rulesOf, min: 12, spare: 1 },
    ],
    width,
    (line) => style.title(line),
  );
}

function typeOf({ type, format, items }: PropertySchema): string {
  if (items) return `[${typeOf(items)}]`;
  return format ?? (typeof type === 'string' ? type : (type ?? ['any']).join('|'));
}

function rules(schema: PropertySchema): string[] {
  const choices = schema.enum ? [schema.enum.map(String).join(' | ')] : [];
  return [
    ...choices,
    ...RULES.filter((rule) => rule in schema).map((rule) => `${rule} ${String(schema[rule])}`),
  ];
}

function limitsOf({ limits, retry }: TaskTypeView, text: Messages): string {
  const { soft_ms, hard_ms } = limits as { soft_ms: number; hard_ms: number };
  return text.limits(duration(soft_ms), duration(hard_ms), (retry as { max_retries: number }).max_retries);
}
