import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type Family, TaskCatalogue, type TaskDefinition } from '@celerity/contracts';
import { HandledTask, type TaskHandler } from './task-handler.decorator.js';

/** A task with the provider that runs it. */
export interface RegisteredTask {
  readonly task: TaskDefinition;
  readonly handler: TaskHandler<TaskDefinition>;
}

/** The registrations do not fit the catalogue; the worker must not start. */
export class HandlerRegistrationError extends Error {
  override readonly name = 'HandlerRegistrationError';
}

/** Finds every handler at boot and checks that each task of the catalogue has exactly one. */
@Injectable()
export class HandlerRegistry implements OnModuleInit {
  private readonly byName = new Map<string, RegisteredTask>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly catalogue: TaskCatalogue,
  ) {}

  /** @throws HandlerRegistrationError */
  onModuleInit(): void {
    for (const wrapper of this.discovery.getProviders({ metadataKey: HandledTask.KEY })) {
      const task = this.discovery.getMetadataByDecorator(HandledTask, wrapper);
      if (task) this.add(task, wrapper.instance as TaskHandler<TaskDefinition>);
    }
    const missing = this.catalogue.tasks.filter(({ name }) => !this.byName.has(name));
    if (missing.length > 0) {
      throw new HandlerRegistrationError(
        `no handler for ${missing.map(({ name }) => name).join(', ')}: add a class with @HandlesTask(…) to the module`,
      );
    }
  }

  /** Takes full names and, for messages of older senders, short ones. */
  find(taskName: string): RegisteredTask | undefined {
    return this.byName.get(this.catalogue.find(taskName)?.name ?? taskName);
  }

  /** Longest hard limit, in milliseconds, among the tasks of the families. */
  longestLimitMs(families: readonly Family[]): number {
    const limits = [...this.byName.values()].filter(({ task }) => families.includes(task.family));
    return Math.max(0, ...limits.map(({ task }) => task.limits.hardMs));
  }

  private add(task: TaskDefinition, handler: TaskHandler<TaskDefinition>): void {
    if (this.byName.has(task.name)) throw new HandlerRegistrationError(`two handlers for ${task.name}`);
    if (typeof handler?.run !== 'function') {
      throw new HandlerRegistrationError(`the handler of ${task.name} has no run() method`);
    }
    this.byName.set(task.name, { task, handler });
  }
}
