import type { WorkerView } from '@celerity/contracts';
import type { Messages } from '../messages/language.js';
import { age, duration } from '../printing/moments.js';
import type { Examination } from './examination.js';
import { failure, type Finding, ok, warning } from './finding.js';
import { unanswered } from './unanswered.js';

const HIGH_LAG_MS = 1_000;

/** Whether anybody works, who has died, and who is of another version. */
export function workerFindings(found: Examination, text: Messages): Finding[] {
  const { workers, diagnostics } = found;
  if ('error' in workers) return [unanswered(found, 'workers', 'monitor', workers, text)];
  const { doctor } = text;
  const online = workers.value.filter(({ status }) => status === 'online');
  const version = 'value' in diagnostics ? diagnostics.value.version : null;
  const findings = [
    ...(online.length === 0 ? [failure('workers', doctor.noWorker, doctor.noWorkerRemedy)] : []),
    ...workers.value
      .filter(({ status }) => status === 'offline')
      .map((worker) => offlineFinding(worker, text)),
    ...online.flatMap((worker) => conditionFindings(worker, version, text)),
  ];
  return findings.length > 0 ? findings : [ok('workers', doctor.workersWell(online.length))];
}

function offlineFinding({ worker_id, last_seen_at }: WorkerView, { doctor }: Messages): Finding {
  return warning(
    'workers',
    doctor.workerOffline(worker_id, age(last_seen_at).text),
    doctor.workerOfflineRemedy,
  );
}

function conditionFindings(worker: WorkerView, version: string | null, { doctor }: Messages): Finding[] {
  const { worker_id, event_loop_lag_ms: lag } = worker;
  return [
    ...(version !== null && worker.version !== version
      ? [
          warning(
            'workers',
            doctor.workerVersion(worker_id, worker.version, version),
            doctor.workerVersionRemedy,
          ),
        ]
      : []),
    ...(lag > HIGH_LAG_MS
      ? [warning('workers', doctor.workerLag(worker_id, duration(lag)), doctor.workerLagRemedy)]
      : []),
  ];
}
