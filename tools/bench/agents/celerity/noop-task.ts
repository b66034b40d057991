import 'reflect-metadata';
import { defineTask } from '@celerity/contracts';
import { IsNumber, IsString } from 'class-validator';

// Node strips types and knows no decorator syntax: they are applied as the functions that they are.

export class NoopInput {
  declare message: string;
}
IsString()(NoopInput.prototype, 'message');

export class NoopOutput {
  /** By the clock that all processes share. */
  declare started: number;
}
IsNumber()(NoopOutput.prototype, 'started');

export const noop = defineTask({
  name: 'noop',
  family: 'default',
  summary: 'Does nothing, and says when.',
  input: NoopInput,
  output: NoopOutput,
  effect: 'none',
});
