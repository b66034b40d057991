import type { MailSink } from '../local/mail/start-mail-sink.ts';
import type { ReceivedMail } from '../local/mail/received-mail.ts';
import type { TaskView } from './gateway-client.ts';
import type { MainJobOutcome } from './main-job.ts';

const MAX_MAILS_SHOWN = 12;
const AMOUNT = /(CNY|RMB|¥|￥|元)/;
const TOTAL = /^(Total|合计)/;

/** What the main job did, as it is told at the terminal. */
export function describeOutcome(
  outcome: MainJobOutcome,
  mails: readonly ReceivedMail[],
  sink: MailSink,
): string {
  const { check, children } = outcome;
  return [
    '',
    'Tasks',
    ...[check, ...children].flatMap(describeTask),
    '',
    ...describeMails(mails, children.length, sink),
  ].join('\n');
}

function describeTask(task: TaskView): string[] {
  return [
    `  ${task.task_name}  ${task.task_id}`,
    `    PENDING ${clock(task.submitted_at)} → STARTED ${clock(task.started_at)} → ${task.status} ${clock(task.finished_at)}` +
      ` (attempt ${task.attempt}${task.worker ? `, worker ${task.worker}` : ''})`,
    `    result ${JSON.stringify(task.result)}`,
  ];
}

function describeMails(mails: readonly ReceivedMail[], childCount: number, sink: MailSink): string[] {
  const where = `  Read them at ${sink.httpUrl} or as files in ${sink.dir}`;
  if (mails.length === 0) {
    return ['E-mails', '  None: no unpaid bill without a reminder is due tomorrow.', where];
  }
  const heading = childCount > 0 ? 'E-mails' : 'E-mails (sent by the scheduled run a moment before ours)';
  const rest = mails.length - MAX_MAILS_SHOWN;
  return [
    `${heading}: ${mails.length}`,
    ...mails.slice(0, MAX_MAILS_SHOWN).flatMap(describeMail),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    where,
  ];
}

function describeMail({ to, subject, text }: ReceivedMail): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  const amounts = lines.filter((line) => AMOUNT.test(line));
  // A mail says everything twice, in two languages: the first total ends the first of them.
  const total = amounts.findIndex((line) => TOTAL.test(line));
  return [
    `  to ${to.join(', ')}: ${subject}`,
    ...amounts.slice(0, total + 1 || 4).map((line) => `      ${line}`),
  ];
}

function clock(time: string | null): string {
  return time ? time.slice(11, 23) : '-';
}
