import { defineTask, type Effect } from '@celerity/contracts';
import { ChaosInput, ChaosOutput } from './chaos-input.js';

/** Quick retries, so that a run of all rows takes minutes. */
const retry = { maxRetries: 3, baseDelayMs: 300, maxDelayMs: 1_000 };

function declare(name: string, effect: Effect) {
  return defineTask({
    name,
    family: 'default',
    summary: `Does what it is told, with an effect of kind ${effect}.`,
    input: ChaosInput,
    output: ChaosOutput,
    effect,
    retry,
  });
}

export const chaosNone = declare('chaos_none', 'none');
export const chaosKeyed = declare('chaos_keyed', 'keyed');
export const chaosTransfer = declare('chaos_transfer', 'transactional');

/** Runs in a thread, under limits low enough to be waited for. */
export const chaosThread = defineTask({
  name: 'chaos_thread',
  family: 'default',
  summary: 'Does what it is told, in a thread.',
  input: ChaosInput,
  output: ChaosOutput,
  effect: 'none',
  isolation: 'thread',
  limits: { softMs: 5_000, hardMs: 20_000 },
  retry: { ...retry, maxRetries: 0 },
});

export const CHAOS_TASKS = [chaosNone, chaosKeyed, chaosTransfer, chaosThread];
