import type { NextOccurrences } from '@celerity/contracts';
import { useFormat } from '../format/use-format.js';
import { useMessages } from '../messages/language.js';
import { placesOf } from './calendar-places.js';

const WIDTH = 600;
const HEIGHT = 34;
const EDGE = 8;

/** The instants to come: on a line of time from now on, and as a list, in the schedule's zone and in UTC. */
export function RunTimes({ next: { results, timezone } }: { readonly next: NextOccurrences }) {
  const messages = useMessages();
  const format = useFormat();
  const times = results.map(({ due_at }) => Date.parse(due_at));
  if (results.length === 0) return <p className="muted">{messages.neverFires}</p>;
  return (
    <>
      <figure className="calendar">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={messages.runsUntil(results.length)}>
          <line x1={EDGE} x2={WIDTH - EDGE} y1={HEIGHT / 2} y2={HEIGHT / 2} />
          {placesOf(times, Date.now()).map((place, at) => (
            <circle key={at} cx={EDGE + place * (WIDTH - 2 * EDGE)} cy={HEIGHT / 2} r="6" />
          ))}
        </svg>
        <figcaption className="muted small">
          <span>{messages.now}</span>
          <span>{format.moment(results.at(-1)?.due_at)}</span>
        </figcaption>
      </figure>
      <ol className="timeline" aria-label={messages.nextRuns}>
        {results.map(({ due_at, local }) => (
          <li key={due_at}>
            <time dateTime={due_at}>{local.slice(0, 19).replace('T', ' ')}</time>
            <span className="muted small">{due_at.slice(0, 19).replace('T', ' ')} UTC</span>
          </li>
        ))}
      </ol>
      <p className="muted small">{messages.timesIn(timezone)}</p>
    </>
  );
}
