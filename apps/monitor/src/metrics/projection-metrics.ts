import { Injectable } from '@nestjs/common';
import { catalogue, FAMILIES, isFamily } from '@celerity/contracts';
import { JournalStatus } from '@celerity/service';
import { Counter, Gauge, Histogram, Registry, type Metric } from 'prom-client';
import { DeadLetterStore } from '../dead-letters/dead-letter-store.js';
import type { TaskFact } from '../projection/task-facts.js';
import { OldestWaiting } from './oldest-waiting.js';
import { QueueDepths } from './queue-depths.js';

const TRACE_ID = /^[0-9a-f]{32}$/;
const LABELS = ['task', 'queue'] as const;
/** From milliseconds to the longest time limit. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 1800];

/** Figures of tasks and queues; only the projecting replica shows them, else a sum over replicas would be wrong. */
@Injectable()
export class ProjectionMetrics {
  private readonly tasks = new Counter({
    name: 'celerity_tasks_total',
    help: 'Tasks that entered a state: PENDING when accepted, RETRY, and the final ones',
    labelNames: [...LABELS, 'state'],
    enableExemplars: true,
    registers: [],
  });
  private readonly durations = new Histogram({
    name: 'celerity_task_duration_seconds',
    help: 'Duration of the attempt that ended a task',
    labelNames: LABELS,
    buckets: SECONDS,
    enableExemplars: true,
    registers: [],
  });
  private readonly waits = new Histogram({
    name: 'celerity_task_wait_seconds',
    help: 'Time from when a task could run until its first attempt began',
    labelNames: LABELS,
    buckets: SECONDS,
    enableExemplars: true,
    registers: [],
  });
  private readonly swept = new Counter({
    name: 'celerity_swept_tasks_total',
    help: 'Tasks sent again because their messages were in no queue any more',
    labelNames: ['queue'],
    registers: [],
  });
  private readonly all: readonly Metric<string>[];

  constructor(
    private readonly registry: Registry,
    status: JournalStatus,
    queues: QueueDepths,
    deadLetters: DeadLetterStore,
    oldest: OldestWaiting,
  ) {
    const offset = gauge(
      'celerity_journal_projected_offset',
      'Journal offset up to which (exclusive) everything is in the tables',
      (self) => self.set(status.nextOffset),
    );
    const lag = gauge(
      'celerity_journal_lag_seconds',
      'Age of the oldest event that is not projected yet; 0 while none waits',
      (self) => self.set(status.lagSeconds()),
    );
    const depth = gauge('celerity_queue_depth', 'Messages ready in a queue', async (self) => {
      for (const { queue, ready } of await queues.read()) self.set({ queue }, ready);
    });
    const consumers = gauge('celerity_queue_consumers', 'Consumers of a queue', async (self) => {
      for (const { queue, consumers: count } of await queues.read()) self.set({ queue }, count);
    });
    const waiting = gauge(
      'celerity_queue_oldest_seconds',
      'How long the task that has waited longest could have begun already; 0 where none waits',
      async (self) => {
        const known = await oldest.read();
        for (const queue of FAMILIES) self.set({ queue }, 0);
        for (const { queue, seconds } of known) self.set({ queue }, Math.max(0, seconds));
      },
    );
    const dead = gauge(
      'celerity_dead_letters_open',
      'Dead letters that wait for a decision',
      async (self) => {
        for (const { queue, count } of await deadLetters.countOpen()) {
          self.inc({ queue: isFamily(queue) || queue === 'timers' ? queue : 'other' }, count);
        }
      },
    );
    this.all = [
      this.tasks,
      this.durations,
      this.waits,
      offset,
      lag,
      depth,
      consumers,
      waiting,
      dead,
      this.swept,
    ];
  }

  /** From now on this replica projects. */
  show(): void {
    for (const metric of this.all) this.registry.registerMetric(metric);
  }

  hide(): void {
    for (const metric of this.all) this.registry.removeSingleMetric(nameOf(metric));
  }

  countSwept(queue: string): void {
    this.swept.inc({ queue: isFamily(queue) ? queue : 'other' });
  }

  count(facts: readonly TaskFact[]): void {
    for (const fact of facts) {
      const labels = labelsOf(fact);
      const exemplar = exemplarOf(fact);
      if (fact.kind === 'entered')
        this.tasks.inc({ labels: { ...labels, state: fact.state }, value: 1, ...exemplar });
      else {
        const histogram = fact.kind === 'ran' ? this.durations : this.waits;
        histogram.observe({ labels, value: fact.seconds, ...exemplar });
      }
    }
  }
}

/** Names come from outside; only those we know become series. */
function labelsOf({ task, queue }: TaskFact): { task: string; queue: string } {
  return { task: catalogue.find(task)?.name ?? 'other', queue: isFamily(queue) ? queue : 'other' };
}

/** The trace that leads from a figure to one task behind it. An id of another form leads nowhere. */
function exemplarOf({ trace }: TaskFact): { readonly exemplarLabels?: object } {
  return trace !== null && TRACE_ID.test(trace) ? { exemplarLabels: { trace_id: trace } } : {};
}

/** A gauge that asks for its value when it is scraped; one without an answer shows nothing. */
function gauge(
  name: string,
  help: string,
  read: (self: Gauge<'queue'>) => Promise<void> | void,
): Gauge<'queue'> {
  return new Gauge<'queue'>({
    name,
    help,
    labelNames: name.startsWith('celerity_journal') ? [] : ['queue'],
    registers: [],
    async collect() {
      this.reset();
      // One figure that cannot be had must not cost the others.
      await Promise.resolve(read(this)).catch(() => this.reset());
    },
  });
}

/** prom-client's types keep a metric's name to itself. */
function nameOf(metric: Metric<string>): string {
  return (metric as unknown as { readonly name: string }).name;
}
