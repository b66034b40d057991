import type { Row, RowRun } from './row.ts';

const TASKS = 240;
/** Redelivered tasks wait until their worker is known to be dead, which it is after four missed heartbeats. */
const HEARTBEAT = { WORKER_HEARTBEAT_MS: '2000' };

/** A worker that dies at a fault point in the middle of a load and is started again. */
function killedAt(id: string, point: string, title: string, starred: boolean, failures = 0): Row {
  return {
    id,
    title,
    starred,
    promises: 'G3 G4 G5 G6',
    async run(row: RowRun) {
      const nth = row.random.between(10, 120);
      const system = await row.start({
        env: { worker: HEARTBEAT },
        faults: { worker: `worker.${point}:kill9:${nth}` },
      });
      const worker = system.first('worker');
      await row.load(TASKS, { failures });
      await worker.ended(0, 60_000);
      row.healed();
      row.expect(worker.ends[0] === 'SIGKILL', `the worker ended by ${worker.ends[0]}`);
    },
  };
}

export const workerCrashes: readonly Row[] = [
  killedAt('worker-kill-mid-task', 'mid_task', 'worker kill -9 in the middle of a task', true),
  killedAt(
    'worker-kill-after-effect',
    'after_effect',
    'worker kill -9 after the effect, before the outcome',
    true,
  ),
  killedAt('worker-kill-before-ack', 'before_ack', 'worker kill -9 after the outcome, before the ack', true),
  killedAt('worker-kill-before-run', 'before_run', 'worker kill -9 before user code', false),
  killedAt(
    'worker-kill-before-delay',
    'before_delay',
    'worker kill -9 between the journal entry of a retry and its message',
    false,
    1,
  ),
  killedAt(
    'worker-kill-retry-ack',
    'before_ack',
    'worker kill -9 between the confirm of a retry and its ack',
    true,
    1,
  ),
];
