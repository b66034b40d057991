import type { QueueStats } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { duration } from '../printing/moments.js';
import type { Examination } from './examination.js';
import { failure, type Finding, ok, warning } from './finding.js';
import { unanswered } from './unanswered.js';

const LONG_WAIT_S = 300;

/** Queues that nobody takes from, tasks that have waited for long, dead letters. */
export function queueFindings(found: Examination, text: Messages): Finding[] {
  const { queues } = found;
  if ('error' in queues) return [unanswered(found, 'queues', 'monitor', queues, text)];
  const troubled = queues.value.flatMap((queue) => [
    ...consumerFindings(queue, text),
    ...waitFindings(queue, text),
  ]);
  return [
    ...(troubled.length > 0 ? troubled : [ok('queues', text.doctor.queuesWell(queues.value.length))]),
    ...deadLetterFindings(queues.value, text),
  ];
}

function consumerFindings({ name, consumers, ready }: QueueStats, { doctor }: Messages): Finding[] {
  if (consumers === null) return [warning('queues', doctor.queueUnknown(name), doctor.brokerRemedy)];
  if (consumers > 0) return [];
  const waiting = ready ?? 0;
  if (waiting > 0) return [failure('queues', doctor.waitForNobody(name, waiting), doctor.startWorker(name))];
  return [warning('queues', doctor.nobodyTakes(name), doctor.startWorker(name))];
}

function waitFindings({ name, consumers, oldest_age_s }: QueueStats, { doctor }: Messages): Finding[] {
  if (!consumers || oldest_age_s === null || oldest_age_s < LONG_WAIT_S) return [];
  return [
    warning('queues', doctor.waitsLong(name, duration(oldest_age_s * 1_000)), doctor.moreWorkers(name)),
  ];
}

function deadLetterFindings(queues: readonly QueueStats[], { doctor }: Messages): Finding[] {
  const dead = queues.filter(({ dead_letters }) => dead_letters > 0);
  if (dead.length === 0) return [ok('dead-letters', doctor.noDeadLetters)];
  return dead.map(({ name, dead_letters }) =>
    warning('dead-letters', doctor.deadLetters(name, dead_letters), doctor.deadLettersRemedy(name)),
  );
}
