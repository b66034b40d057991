import { Field, type FieldTies } from '../components/field.js';
import { useMessages } from '../messages/language.js';
import type { SchemaField } from './schema-fields.js';

/** Controls for the fields of a schema, with what is wrong with each. */
export function SchemaForm({
  fields,
  typed,
  problems,
  labels = {},
  hints = {},
  options = {},
  onType,
}: {
  readonly fields: readonly SchemaField[];
  readonly typed: Readonly<Record<string, string>>;
  readonly problems: Readonly<Record<string, string>>;
  /** What fields are called, where not by their own names. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly hints?: Readonly<Record<string, string>>;
  /** What choices are called. */
  readonly options?: Readonly<Record<string, string>>;
  readonly onType: (name: string, value: string) => void;
}) {
  const messages = useMessages();
  if (fields.length === 0) return <p className="muted">{messages.noArguments}</p>;
  return fields.map((field) => (
    <Field
      key={field.name}
      label={labelOf(labels[field.name] ?? field.name, field.required && messages.required)}
      hint={[hints[field.name] ?? field.hint, field.control === 'json' && 'JSON'].filter(Boolean).join(' · ')}
      problem={problems[field.name]}
    >
      {(ties) => (
        <ControlOf
          field={field}
          ties={ties}
          value={typed[field.name] ?? ''}
          names={options}
          onType={(value) => onType(field.name, value)}
        />
      )}
    </Field>
  ));
}

function labelOf(name: string, mark: string | false): string {
  return mark ? `${name} (${mark})` : name;
}

function ControlOf({
  field: { name, control, required, choices, min, max, minLength, maxLength },
  ties,
  value,
  names,
  onType,
}: {
  readonly field: SchemaField;
  readonly ties: FieldTies;
  readonly value: string;
  readonly names: Readonly<Record<string, string>>;
  readonly onType: (value: string) => void;
}) {
  const messages = useMessages();
  const all = {
    ...ties,
    name,
    required,
    value,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onType(target.value),
  };
  switch (control) {
    case 'choice':
    case 'boolean': {
      const options =
        control === 'choice'
          ? choices.map((choice) => [choice, names[choice] ?? choice] as const)
          : ([
              ['true', messages.yes],
              ['false', messages.no],
            ] as const);
      return (
        <select {...all}>
          <option value="">{messages.notSet}</option>
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      );
    }
    case 'json':
      return <textarea {...all} rows={4} className="mono" spellCheck={false} />;
    case 'password':
      return <input {...all} {...{ minLength, maxLength }} type="password" autoComplete="new-password" />;
    case 'local-time':
      return <input {...all} type="datetime-local" />;
    case 'long-text':
      return <textarea {...all} rows={3} maxLength={maxLength} />;
    case 'number':
    case 'integer':
      return <input {...all} type="number" step={control === 'integer' ? 1 : 'any'} min={min} max={max} />;
    default:
      return <input {...all} maxLength={maxLength} />;
  }
}
