import {
  FAMILIES,
  type Family,
  isFamily,
  type Lane,
  laneOf,
  lanesOf,
  type TaskMessage,
} from '@celerity/contracts';

/** A queue of tasks: what people call it, what the broker does, and whose tasks wait in it. */
export interface TaskQueue {
  /** `email`, `email.high`, `email.low`. */
  readonly label: string;
  readonly queue: string;
  readonly family: Family;
  readonly lane: Lane;
}

/** The name of every broker object, all under one prefix, so that two systems can share a broker. */
export class BrokerNames {
  /** The exchange for senders that are not ours; our own know the queue. */
  readonly tasks: string;
  readonly dead: string;
  readonly timers: string;
  readonly journal: string;
  readonly revocations: string;
  readonly monitorQuestions: string;
  readonly beatQuestions: string;

  constructor(readonly prefix: string) {
    this.tasks = `${prefix}.tasks`;
    this.dead = `${prefix}.dead`;
    this.timers = `${prefix}.timers`;
    this.journal = `${prefix}.journal`;
    this.revocations = `${prefix}.revocations`;
    this.monitorQuestions = `${prefix}.questions.monitor`;
    this.beatQuestions = `${prefix}.questions.beat`;
  }

  queue(family: Family, lane: Lane = 'normal'): string {
    return `${this.prefix}.q.${family}${suffixOf(lane)}`;
  }

  /** Where such a task waits for a worker. Of nobody's family no such queue is there, and the broker says so. */
  queueFor({ taskName, priority }: Pick<TaskMessage, 'taskName' | 'priority'>): string {
    const family = taskName.split('.', 1)[0] as string;
    return `${this.prefix}.q.${family}${isFamily(family) ? suffixOf(laneOf(family, priority)) : ''}`;
  }

  /** Every queue of tasks, of every lane. */
  get queues(): readonly TaskQueue[] {
    return FAMILIES.flatMap((family) => this.queuesOf(family));
  }

  /** Where attempts of the family wait of which workers have died. */
  quarantine(family: Family): string {
    return `${this.prefix}.q.${family}.quarantine`;
  }

  /** The quarantine of every family: `email.quarantine`. */
  get quarantines(): readonly Pick<TaskQueue, 'label' | 'queue' | 'family'>[] {
    return FAMILIES.map((family) => ({
      label: `${family}.quarantine`,
      queue: this.quarantine(family),
      family,
    }));
  }

  /** The queues of one family, most urgent lane first. */
  queuesOf(family: Family): readonly TaskQueue[] {
    return lanesOf(family).map((lane) => ({
      label: `${family}${suffixOf(lane)}`,
      queue: this.queue(family, lane),
      family,
      lane,
    }));
  }
}

/**
 * The binding pattern of a lane: other systems send to the exchange with `task.<family>.<name>`, and for the lanes
 * beside the normal one with `task.<family>.<name>.<lane>`.
 */
export function bindingKeyOf({ family, lane }: Pick<TaskQueue, 'family' | 'lane'>): string {
  return `task.${family}.*${suffixOf(lane)}`;
}

function suffixOf(lane: Lane): string {
  return lane === 'normal' ? '' : `.${lane}`;
}
