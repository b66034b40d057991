import type { TaskMessage } from '@celerity/contracts';
import { BrokerUnavailable, ConfirmUnknown, type DeadLetters, type DelayedTask } from '@celerity/messaging';
import type { TaskPublisher } from '@celerity/messaging';
import type { ServiceLogger } from '@celerity/service';
import { Handover } from './handover.js';
import { RunningAttempts } from '../attempt/running-attempts.js';

const message = { taskId: 't', possibleDuplicate: false } as TaskMessage;
const logger = { pino: { warn: () => undefined } } as unknown as ServiceLogger;
const dead = {} as DeadLetters;

/** What is published when the first tries end so. */
async function copiesAfter(...errors: Error[]): Promise<boolean[]> {
  const flags: boolean[] = [];
  const delay = async ({ message: { possibleDuplicate } }: DelayedTask): Promise<void> => {
    flags.push(possibleDuplicate);
    const error = errors.shift();
    if (error) throw error;
  };
  const handover = new Handover({ delay } as TaskPublisher, dead, new RunningAttempts(), logger);
  expect(await handover.toTimers(message, new Date())).toBe(true);
  return flags;
}

it('flags a copy only when an earlier one may have arrived', async () => {
  expect(await copiesAfter()).toEqual([false]);
  expect(await copiesAfter(new BrokerUnavailable(''))).toEqual([false, false]);
  expect(await copiesAfter(new ConfirmUnknown(''), new BrokerUnavailable(''))).toEqual([false, true, true]);
});

it('gives up only when the worker goes', async () => {
  const running = new RunningAttempts();
  await running.drain(0);
  const delay = () => Promise.reject(new BrokerUnavailable('gone'));
  const handover = new Handover({ delay } as unknown as TaskPublisher, dead, running, logger);
  expect(await handover.toTimers(message, new Date())).toBe(false);
});
