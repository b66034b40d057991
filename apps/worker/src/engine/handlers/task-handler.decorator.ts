import { applyDecorators, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { InputOf, OutputOf, TaskDefinition } from '@celerity/contracts';
import type { TaskContext } from './task-context.js';

/** A handler of the given task: a Nest provider, so it takes what it needs in its constructor. */
export interface TaskHandler<D extends TaskDefinition> {
  run(input: InputOf<D>, context: TaskContext): Promise<OutputOf<D>>;
}

/** Metadata key by which the registry finds handlers. */
export const HandledTask = DiscoveryService.createDecorator<TaskDefinition>();

/** Marks a class as the handler of a task. Every task in the catalogue needs exactly one. */
export function HandlesTask(task: TaskDefinition): ClassDecorator {
  return applyDecorators(Injectable(), HandledTask(task));
}
