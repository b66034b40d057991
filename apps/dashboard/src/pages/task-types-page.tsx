import type { TaskTypeView } from '@celerity/contracts';
import { Link } from 'wouter';
import { Answer } from '../components/answer.js';
import { PageHead } from '../components/panel.js';
import { useMessages } from '../messages/language.js';
import { useTaskTypes } from '../tasks/use-task-types.js';

/** Everything that can be sent, by family. */
export function TaskTypesPage() {
  const messages = useMessages();
  const types = useTaskTypes();
  return (
    <>
      <PageHead title={messages.taskTypes} />
      <Answer of={types}>
        {({ results }) =>
          familiesOf(results).map(([family, tasks]) => (
            <section key={family} aria-label={family}>
              <h2 className="family">{family}</h2>
              <ul className="cards">
                {tasks.map(({ task_name, name, summary }) => (
                  <li key={task_name}>
                    <Link className="card" href={`/task-types/${encodeURIComponent(task_name)}`}>
                      <strong>{name}</strong>
                      <span className="muted small">{summary}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          ))
        }
      </Answer>
    </>
  );
}

function familiesOf(tasks: readonly TaskTypeView[]): readonly (readonly [string, readonly TaskTypeView[]])[] {
  return Object.entries(Object.groupBy(tasks, ({ family }) => family)).map(
    ([family, members]) => [family, members ?? []] as const,
  );
}
