import type { ReactNode } from 'react';
import { Field } from '../components/field.js';
import { fieldsOf, type SchemaField } from '../forms/schema-fields.js';
import { SchemaForm } from '../forms/schema-form.js';
import { useMessages } from '../messages/language.js';
import { RULES, type ScheduleDraft } from './schedule-draft.js';

const RULE_FIELDS = {
  cron: fieldsOf({ required: ['cron'], properties: { cron: { type: 'string', maxLength: 200 } } }),
  every_seconds: fieldsOf({
    required: ['every_seconds'],
    properties: { every_seconds: { type: 'number', minimum: 1 } },
  }),
  once_at: fieldsOf({
    required: ['once_at'],
    properties: { once_at: { type: 'string', format: 'local-time' } },
  }),
} as const;

const OTHER_FIELDS = fieldsOf({
  properties: {
    description: { type: 'string', maxLength: 500 },
    overlap: { type: 'string', enum: ['allow', 'skip', 'queue'] },
    misfire: { type: 'string', enum: ['skip', 'fire_once', 'fire_all'] },
    jitter_seconds: { type: 'number', minimum: 0 },
  },
});

const ZONES = Intl.supportedValuesOf('timeZone');

/** Everything that can be said of a schedule, with the arguments of its task. */
export function ScheduleForm({
  draft,
  onDraft,
  argumentFields,
  problems,
  children,
}: {
  readonly draft: ScheduleDraft;
  readonly onDraft: (draft: ScheduleDraft) => void;
  readonly argumentFields: readonly SchemaField[];
  readonly problems: Readonly<Record<string, string>>;
  /** What comes before, such as the choice of a task. */
  readonly children?: ReactNode;
}) {
  const messages = useMessages();
  const words = messages.scheduleFields;
  const type = (name: string, value: string): void =>
    onDraft({ ...draft, typed: { ...draft.typed, [name]: value } });
  const common = { typed: draft.typed, problems, labels: words, onType: type };
  return (
    <>
      {children}
      <div className="segments" role="group" aria-label={messages.plan}>
        {RULES.map((rule) => (
          <button
            key={rule}
            type="button"
            aria-pressed={draft.rule === rule}
            onClick={() => onDraft({ ...draft, rule })}
          >
            {words[rule]}
          </button>
        ))}
      </div>
      <SchemaForm {...common} fields={RULE_FIELDS[draft.rule]} hints={messages.scheduleHints} />
      {draft.rule === 'cron' && (
        <Field label={words.timezone} hint={messages.scheduleHints.timezone} problem={problems['timezone']}>
          {(ties) => (
            <>
              <input
                {...ties}
                list={`${ties.id}-zones`}
                value={draft.typed['timezone'] ?? ''}
                onChange={({ target }) => type('timezone', target.value)}
              />
              <datalist id={`${ties.id}-zones`}>
                {ZONES.map((zone) => (
                  <option key={zone} value={zone} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      )}
      <fieldset>
        <legend>{messages.arguments}</legend>
        <SchemaForm
          fields={argumentFields}
          typed={draft.kwargs}
          problems={problems}
          onType={(name, value) => onDraft({ ...draft, kwargs: { ...draft.kwargs, [name]: value } })}
        />
      </fieldset>
      <details>
        <summary>{messages.moreOptions}</summary>
        <SchemaForm
          {...common}
          fields={OTHER_FIELDS}
          hints={messages.scheduleHints}
          options={messages.policies}
        />
      </details>
    </>
  );
}
