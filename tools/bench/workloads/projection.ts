import { newTaskId, type JournalEvent } from '@celerity/contracts';
import {
  acceptedEvent,
  BrokerConnection,
  BrokerNames,
  JournalWriter,
  Publisher,
  submissionOf,
  TopologyDeclarer,
} from '@celerity/messaging';
import { noop } from '../agents/celerity/noop-task.ts';
import { PAYLOAD } from '../agents/payload.ts';
import { cpuPerTask, type Figures, interleaved } from '../measure/rounds.ts';
import { RunningSystem } from '../systems/running-system.ts';
import { celerity } from '../systems/systems.ts';
import { type Bench, sized, type Workload } from './workload.ts';

/** A monitor that was away: how fast does it read what the journal has gathered? */
export const projection: Workload = {
  id: 'W7',
  title: 'projection: catching up with the journal',
  async run(bench) {
    const tasks = sized(bench, 200_000, 50_000);
    const figures = await interleaved([celerity], bench.rounds, (_system, round) =>
      oneRound(bench, tasks, round),
    );
    const value = figures.get(celerity.name)?.['events/s'] ?? Number.NaN;
    return {
      figures: Object.fromEntries(figures),
      checks: [{ what: 'events/s', value, better: 'more', must: 20_000 }],
    };
  },
};

async function oneRound({ ground, log, signal }: Bench, tasks: number, round: number): Promise<Figures> {
  signal.throwIfAborted();
  await using running = await RunningSystem.start({ ...celerity, others: [] }, ground);
  const { AMQP_URL, CELERITY_PREFIX } = running.environment;
  await fillJournal(String(AMQP_URL), new BrokerNames(String(CELERITY_PREFIX)), tasks);
  const [cpu, booted] = [running.cpuUs(), performance.now()];
  await running.startOthers(celerity.others);
  await running.untilStored(1);
  // Its start-up is not projection: the clock begins with what the first transaction has stored.
  const [already, begun] = [await running.stored(), performance.now()];
  await running.untilStored(tasks);
  const ended = performance.now();
  const figures: Figures = {
    'events/s': (2 * (tasks - already) * 1_000) / (ended - begun),
    ...cpuPerTask(cpu, running.cpuUs(), tasks),
    'start-up ms': begun - booted,
  };
  log(`round ${round}  ${figures['events/s']?.toFixed(0)} events/s`);
  return figures;
}

/** Two events a task, as gateways and workers write them: accepted, then done. */
async function fillJournal(url: string, names: BrokerNames, tasks: number): Promise<void> {
  const log = { info: () => undefined, warn: console.error, error: console.error };
  const connection = new BrokerConnection({ url, name: 'bench-journal', log });
  connection.attach(new TopologyDeclarer(names));
  const publisher = new Publisher(connection);
  const journal = new JournalWriter(publisher, names.journal);
  await connection.start();
  for (let left = tasks; left > 0; left -= 1_000) {
    const events = Array.from({ length: Math.min(left, 1_000) }, () => eventsOfOne()).flat();
    await Promise.all(events.map((event) => journal.append(event).confirmed));
  }
  publisher.stop();
  await connection.close();
}

function eventsOfOne(): JournalEvent[] {
  const taskId = newTaskId();
  const at = new Date();
  const accepted = acceptedEvent(submissionOf(noop, { taskId, args: [], kwargs: PAYLOAD }), at);
  return [
    accepted,
    {
      type: 'succeeded',
      task_id: taskId,
      at: at.toISOString(),
      attempt: 1,
      worker: 'bench',
      started_at: at.toISOString(),
      duration_ms: 1,
      result: { started: 1 },
    },
  ];
}
