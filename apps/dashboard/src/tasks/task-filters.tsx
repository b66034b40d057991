import { STATES, hasEnded } from '@celerity/client';
import type { TaskState } from '@celerity/contracts';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { Field } from '../components/field.js';
import { useMessages } from '../messages/language.js';
import { useTaskTypes } from './use-task-types.js';
import { useClient } from '../session/session.js';
import type { TaskQuery } from './task-query.js';

/** What is looked for. Choices act at once, text with Enter or when the field is left. */
export function TaskFilters({
  query,
  onChange,
}: {
  readonly query: TaskQuery;
  readonly onChange: (query: TaskQuery) => void;
}) {
  const messages = useMessages();
  const client = useClient();
  const types = useTaskTypes();
  const queues = useQuery({ queryKey: ['queues'], queryFn: ({ signal }) => client.queues({ signal }) });
  const set = (name: keyof TaskQuery, value: string): void => {
    if ((query[name] ?? '') !== value) onChange({ ...query, [name]: value });
  };
  const choose = (name: keyof TaskQuery, label: string, choices: readonly (readonly [string, string])[]) => (
    <Field label={label}>
      {(ties) => (
        <select {...ties} value={query[name] ?? ''} onChange={({ target }) => set(name, target.value)}>
          <option value="">{messages.any}</option>
          {choices.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
  const states = STATES.filter((status) => hasEnded({ status }) === (query.list === 'history'));
  const search = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    set('q', String(new FormData(event.currentTarget).get('q')).trim());
  };
  return (
    <form className="filters" role="search" onSubmit={search}>
      <Field label={messages.search}>
        {(ties) => (
          <input
            {...ties}
            name="q"
            type="search"
            placeholder={messages.searchHint}
            defaultValue={query.q}
            onBlur={({ target }) => set('q', target.value.trim())}
          />
        )}
      </Field>
      {choose(
        'status',
        messages.status,
        states.map((state: TaskState) => [state, messages.states[state]] as const),
      )}
      {choose(
        'task_name',
        messages.task,
        (types.data?.results ?? []).map(({ task_name }) => [task_name, task_name] as const),
      )}
      {choose(
        'queue',
        messages.queue,
        (queues.data?.results ?? []).map(({ name }) => [name, name] as const),
      )}
      {(['since', 'until'] as const).map((name) => (
        <Field key={name} label={messages[name]}>
          {(ties) => (
            <input
              {...ties}
              type="datetime-local"
              value={query[name] ?? ''}
              onChange={({ target }) => set(name, target.value)}
            />
          )}
        </Field>
      ))}
      <button type="button" className="button" onClick={() => onChange({ list: query.list })}>
        {messages.clearFilters}
      </button>
    </form>
  );
}
