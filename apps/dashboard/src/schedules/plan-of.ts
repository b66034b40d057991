import type { ScheduleView } from '@celerity/contracts';
import { spanOf } from '../format/spans.js';
import type { Messages } from '../messages/languages.js';

/** When a schedule fires, in words. */
export function planOf(
  { cron, every_seconds, once_at, timezone }: ScheduleView,
  messages: Messages,
  moment: (iso: string) => string,
): string {
  if (cron !== null) return `${cron} (${timezone})`;
  if (every_seconds !== null) return messages.everySeconds(spanOf(every_seconds));
  return once_at === null ? messages.none : messages.onceAt(moment(once_at));
}
