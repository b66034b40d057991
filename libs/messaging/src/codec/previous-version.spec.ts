import type { MessageProperties } from 'amqplib';
import { decodeTask } from './task-codec.js';

/** A task as a service of before lanes, quarantine and time limits in the journal put it on the wire. */
const RECORDED = {
  content: Buffer.from('[[],{"message":"hi"},{}]'),
  properties: {
    messageId: '018f0000-0000-7000-8000-0000000000aa',
    type: 'default.test_task',
    contentType: 'application/json',
    headers: { attempt: 2, max_retries: 3, hard_ms: 60_000 },
  } as unknown as MessageProperties,
};

it('reads what the previous version has put into the queues', () => {
  expect(decodeTask(RECORDED.content, RECORDED.properties)).toMatchObject({
    taskId: RECORDED.properties.messageId,
    taskName: 'default.test_task',
    kwargs: { message: 'hi' },
    ...{ attempt: 2, maxRetries: 3, softLimitMs: null, hardLimitMs: 60_000, possibleDuplicate: false },
  });
});
