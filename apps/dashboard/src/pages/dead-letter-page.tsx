import type { DeadLetterView } from '@celerity/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { Answer } from '../components/answer.js';
import { JsonBlock } from '../components/json-block.js';
import { PageHead, Panel } from '../components/panel.js';
import { DiscardLetter } from '../dead-letters/discard-letter.js';
import { ReplayForm } from '../dead-letters/replay-form.js';
import { useFormat } from '../format/use-format.js';
import { useMessages } from '../messages/language.js';
import { useClient, useMay } from '../session/session.js';

export function DeadLetterPage({ id }: { readonly id: string }) {
  const client = useClient();
  const letter = useQuery({
    queryKey: ['dead-letter', id],
    queryFn: ({ signal }) => client.deadLetters.show(id, { signal }),
  });
  return <Answer of={letter}>{(data) => <Letter letter={data} />}</Answer>;
}

function Letter({ letter }: { readonly letter: DeadLetterView }) {
  const messages = useMessages();
  const format = useFormat();
  const mayDecide = useMay('operator');
  const mayDiscard = useMay('admin');
  const error = letter.last_error ?? letter.first_error;
  return (
    <>
      <PageHead
        title={
          <>
            {letter.task_name ?? messages.unknownTask}{' '}
            <span className="badge" data-state={letter.state}>
              {messages.deadStates[letter.state]}
            </span>
          </>
        }
        note={`${letter.queue} · ${letter.cause} · ${format.moment(letter.arrived_at)}`}
      >
        {mayDiscard && letter.state === 'open' && <DiscardLetter id={letter.id} />}
      </PageHead>
      {error && (
        <Panel title={messages.error}>
          <p className="error-line">
            <strong>{error.type}</strong>: {error.message}
          </p>
          {error.stack && <JsonBlock value={error.stack} label={messages.stack} />}
        </Panel>
      )}
      <div className="columns">
        {mayDecide && letter.state !== 'discarded' && (
          <Panel title={messages.replay} note={messages.replayNote}>
            <ReplayForm letter={letter} />
          </Panel>
        )}
        <Panel title={messages.message}>
          <JsonBlock value={letter.body.content} label={messages.message} />
          <JsonBlock value={letter.headers} label={messages.headers} />
        </Panel>
        {letter.replays.length > 0 && (
          <Panel title={messages.replays}>
            <ol className="timeline">
              {letter.replays.map(({ replay, task_id, task_name, by, at }) => (
                <li key={replay}>
                  <Link href={`/tasks/${task_id}`}>{task_name}</Link>
                  <span className="muted small">
                    {by}, {format.moment(at)}
                  </span>
                </li>
              ))}
            </ol>
          </Panel>
        )}
        {letter.task_id && (
          <Panel title={messages.task}>
            <Link href={`/tasks/${letter.task_id}`}>
              <code>{letter.task_id}</code>
            </Link>
          </Panel>
        )}
      </div>
    </>
  );
}
