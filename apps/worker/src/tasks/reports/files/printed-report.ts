import type { ReportFigures, ReportKind } from '@celerity/contracts';
import type { DateTime } from 'luxon';

/** What the files of a report are written from. */
export interface PrintedReport {
  /** `monthly-2026-10-01`; an hour carries its offset, since a local hour may come twice. */
  readonly name: string;
  readonly kind: ReportKind;
  readonly start: DateTime<true>;
  readonly end: DateTime<true>;
  readonly zone: string;
  readonly generatedAt: DateTime<true>;
  readonly figures: ReportFigures;
}

/** Part of file names and of a report's address, so of safe characters only. */
export function reportName(kind: ReportKind, start: DateTime<true>): string {
  return `${kind}-${start.toFormat(kind === 'hourly' ? "yyyy-MM-dd'T'HHZZZ" : 'yyyy-MM-dd')}`;
}

/** The period and the time of making, in the report's own zone, for people. */
export function localPeriod({ start, end, generatedAt, zone }: PrintedReport): {
  from: string;
  to: string;
  generatedAt: string;
} {
  const minutes = 'yyyy-MM-dd HH:mm';
  return {
    from: start.toFormat(minutes),
    to: end.toFormat(minutes),
    generatedAt: generatedAt.setZone(zone).toFormat(minutes),
  };
}
