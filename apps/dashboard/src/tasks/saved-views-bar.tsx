import { type FormEvent, useState } from 'react';
import { useMessages } from '../messages/language.js';
import { deleteView, loadViews, saveView } from './saved-views.js';

/** Views kept in this browser. */
export function SavedViews({
  search,
  onOpen,
}: {
  readonly search: string;
  readonly onOpen: (search: string) => void;
}) {
  const messages = useMessages();
  const [views, setViews] = useState(() => loadViews(localStorage));
  const save = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get('name')).trim();
    if (!name) return;
    setViews(saveView(localStorage, { name, search }));
    form.reset();
  };
  return (
    <div className="views">
      {views.length > 0 && (
        <ul aria-label={messages.savedViews}>
          {views.map(({ name, search: saved }) => (
            <li key={name} className="chip">
              <button type="button" aria-pressed={saved === search} onClick={() => onOpen(saved)}>
                {name}
              </button>
              <button
                type="button"
                aria-label={messages.deleteView(name)}
                onClick={() => setViews(deleteView(localStorage, name))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={save}>
        <input
          name="name"
          aria-label={messages.viewName}
          placeholder={messages.viewName}
          maxLength={40}
          required
        />
        <button className="button">{messages.saveView}</button>
      </form>
    </div>
  );
}
