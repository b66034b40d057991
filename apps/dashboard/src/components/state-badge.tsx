import type { TaskState } from '@celerity/contracts';
import { useMessages } from '../messages/language.js';

export function StateBadge({ state }: { readonly state: TaskState }) {
  return (
    <span className="badge" data-state={state}>
      {useMessages().states[state]}
    </span>
  );
}
