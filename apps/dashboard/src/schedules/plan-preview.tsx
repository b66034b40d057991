import { ApiProblem } from '@celerity/client';
import type { ScheduleFields } from '@celerity/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Panel } from '../components/panel.js';
import { useMessages } from '../messages/language.js';
import { useClient } from '../session/session.js';
import { RunTimes } from './run-times.js';

/** Whoever types is left alone for so long. */
const QUIET_MS = 300;
const COUNT = 8;

/** When a schedule with this rule would fire, as beat itself says. */
export function PlanPreview({ rule }: { readonly rule: Partial<ScheduleFields> | null }) {
  const messages = useMessages();
  const client = useClient();
  const text = useQuiet(rule ? JSON.stringify(rule) : '');
  const preview = useQuery({
    queryKey: ['preview', text],
    queryFn: ({ signal }) =>
      client.schedules.preview({ ...(JSON.parse(text) as object), count: COUNT }, { signal }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  const told = preview.error instanceof ApiProblem ? preview.error.errors[0]?.message : undefined;
  return (
    <Panel title={messages.nextRuns}>
      {preview.error ? (
        <p className="problem" role="status">
          {told ?? preview.error.message}
        </p>
      ) : rule && preview.data ? (
        <RunTimes next={preview.data} />
      ) : (
        <p className="muted">{messages.previewHint}</p>
      )}
    </Panel>
  );
}

/** The value once it has not changed for a moment. */
function useQuiet(value: string): string {
  const [quiet, setQuiet] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), QUIET_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return quiet;
}
