import type { Check } from './evidence.ts';
import { some } from './nothing-lost.ts';

/** Nothing waits in a queue, with a worker, or for a time. */
export const queuesEmpty: Check = ({ queues, timers }) => {
  const problems = queues
    .filter(({ name }) => !/\.(journal|revocations)$/.test(name))
    .filter(
      ({ messages_unacknowledged, messages_ready }) => messages_unacknowledged > 0 || messages_ready > 0,
    )
    .map((q) => `${q.name}: ${q.messages_ready} ready, ${q.messages_unacknowledged} unacked`);
  if (timers > 0) problems.push(`${timers} timers`);
  return problems.length === 0 ? [] : [`not empty: ${some(problems)}`];
};

/** Exactly the messages that can never run are in the dead letters. */
export const deadLettersExact: Check = ({ deadLetters, expectations }) => {
  const there = new Set(deadLetters);
  const missing = [...expectations.deadLetters].filter((id) => !there.has(id));
  const extra = deadLetters.filter((id) => !expectations.deadLetters.has(id));
  const doubled = deadLetters.filter((id, index) => deadLetters.indexOf(id) !== index);
  return [
    ...(missing.length > 0 ? [`missing in the dead letters: ${some(missing)}`] : []),
    ...(extra.length > 0 ? [`in the dead letters without reason: ${some(extra)}`] : []),
    ...(doubled.length > 0 ? [`twice in the dead letters: ${some(doubled)}`] : []),
  ];
};
