import { FAMILIES, type Family, type TaskDefinition } from '@celerity/contracts';

/** The name of every broker object, all under one prefix, so that two systems can share a broker. */
export class BrokerNames {
  readonly tasks: string;
  readonly dead: string;
  readonly timers: string;
  readonly journal: string;
  readonly monitorRpc: string;

  constructor(readonly prefix: string) {
    this.tasks = `${prefix}.tasks`;
    this.dead = `${prefix}.dead`;
    this.timers = `${prefix}.timers`;
    this.journal = `${prefix}.journal`;
    this.monitorRpc = `${prefix}.rpc.monitor`;
  }

  queue(family: Family): string {
    return `${this.prefix}.q.${family}`;
  }

  /** Short queue names, as people use them, with the broker's names for them. */
  get queues(): readonly { readonly family: Family; readonly queue: string }[] {
    return FAMILIES.map((family) => ({ family, queue: this.queue(family) }));
  }
}

/** `task.<family>.<name>`. */
export function routingKeyOf(task: Pick<TaskDefinition, 'name'>): string {
  return `task.${task.name}`;
}
