import { newTaskId, testTask } from '@celerity/contracts';
import type { MessageProperties } from 'amqplib';
import { submissionOf } from '../submitting/task-submission.js';
import { decodeDelayed, encodeDelayed } from './delayed-task.js';
import { MalformedMessage } from './malformed-message.js';
import { decodeTask, encodeTask } from './task-codec.js';

const taskId = newTaskId();
const parent = newTaskId();
const { message } = submissionOf(testTask, { taskId, args: ['hello'], kwargs: {} });

/** What the broker hands back of the properties we published. */
const received = (properties: object): MessageProperties =>
  ({ headers: {}, ...properties }) as MessageProperties;

describe('the native protocol', () => {
  it('carries every field there and back', () => {
    const full = {
      ...message,
      attempt: 3,
      priority: 8,
      rootId: parent,
      parentId: parent,
      expires: '2030-01-01T00:00:00.000Z',
      maxRetries: 0,
      softLimitMs: 500,
      hardLimitMs: 1_000,
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      possibleDuplicate: true,
      crashesBefore: 2,
      unknownSince: '2030-01-01T00:00:00.000Z',
    };
    const { content, properties } = encodeTask(full);
    expect(decodeTask(content, received(properties))).toEqual(full);
  });

  it('sends no header and no priority that says nothing', () => {
    const { properties } = encodeTask(message);
    expect(properties.headers).toEqual({});
    expect(properties).not.toHaveProperty('priority');
  });

  it('carries the due instant of a delayed task', () => {
    const dueAt = new Date('2031-05-06T07:08:09.123Z');
    const { content, properties } = encodeDelayed({ message, dueAt });
    expect(decodeDelayed(content, received(properties))).toEqual({ message, dueAt });
  });

  it('takes what a shovel has moved for a possible duplicate', () => {
    const { content, properties } = encodeTask(message);
    const headers = { ...properties.headers, 'x-shovelled': [{ 'shovel-type': 'dynamic' }] };
    expect(decodeTask(content, received({ ...properties, headers })).possibleDuplicate).toBe(true);
    expect(decodeTask(content, received(properties)).possibleDuplicate).toBe(false);
  });

  it('refuses a delayed task that no queue would take when it is due', () => {
    const { content, properties } = encodeDelayed({ message, dueAt: new Date() });
    const read = (type: string) => () => decodeDelayed(content, received({ ...properties, type }));
    expect(read('nobodys.work')).toThrow(MalformedMessage);
    expect(read('default.not_yet_known')).not.toThrow();
  });

  it('writes ids in one case, whoever sent them', () => {
    const { content, properties } = encodeTask(message);
    const messageId = message.taskId.toUpperCase();
    expect(decodeTask(content, received({ ...properties, messageId })).taskId).toBe(message.taskId);
  });

  it('refuses a delayed task that says no time', () => {
    const { content, properties } = encodeTask(message);
    expect(() => decodeDelayed(content, received(properties))).toThrow(MalformedMessage);
  });
});

describe('malformed messages', () => {
  const { properties } = encodeTask(message);
  it.each([
    ['no JSON', Buffer.from('{'), properties, /not JSON/],
    ['bad UTF-8', Buffer.from([0x5b, 0xff, 0x5d]), properties, /not JSON/],
    [
      'another content type',
      Buffer.from('[[],{},{}]'),
      { ...properties, contentType: 'application/x-pickle' },
      /pickle/,
    ],
    ['kwargs that are a list', Buffer.from('[[],[],{}]'), properties, /\[args, kwargs, embed\]/],
    ['a body that is an object', Buffer.from('{}'), properties, /\[args, kwargs, embed\]/],
    ['no id', Buffer.from('[[],{},{}]'), { ...properties, messageId: undefined }, /message_id/],
    ['no task', Buffer.from('[[],{},{}]'), { ...properties, type: undefined }, /names no task/],
    ['an odd attempt', Buffer.from('[[],{},{}]'), { ...properties, headers: { attempt: -1 } }, /attempt/],
    ['attempt 0', Buffer.from('[[],{},{}]'), { ...properties, headers: { attempt: 0 } }, /attempt/],
    ['a root that is no text', Buffer.from('[[],{},{}]'), { ...properties, headers: { root: 7 } }, /root/],
    [
      'a trace that is no text',
      Buffer.from('[[],{},{}]'),
      { ...properties, headers: { traceparent: 7 } },
      /trace/,
    ],
    [
      'an expiry that is no text',
      Buffer.from('[[],{},{}]'),
      { ...properties, headers: { expires: 7 } },
      /expires/,
    ],
  ])('%s', (_, content, props, reason) => {
    expect(() => decodeTask(content, received(props))).toThrow(reason);
  });
});

describe('the Celery protocol', () => {
  const headers = {
    task: 'default.test_task',
    id: taskId,
    root_id: parent,
    parent_id: parent,
    retries: 2,
    expires: null,
    timelimit: [60, 30],
    lang: 'py',
  };

  it('is decoded to the same task', () => {
    const body = Buffer.from(JSON.stringify([['hello'], {}, { callbacks: null }]));
    expect(decodeTask(body, received({ contentType: 'application/json', headers }))).toEqual({
      ...message,
      attempt: 3,
      rootId: parent,
      parentId: parent,
      hardLimitMs: 60_000,
      softLimitMs: 30_000,
    });
  });

  it.each([
    ['timelimit', 5],
    ['timelimit', ['1', '2']],
    ['retries', 'two'],
    ['root_id', 7],
    ['expires', 7],
  ])('refuses %s %p as malformed, not as a fault of ours', (header, value) => {
    const properties = received({
      contentType: 'application/json',
      headers: { ...headers, [header]: value },
    });
    expect(() => decodeTask(Buffer.from('[[],{},{}]'), properties)).toThrow(MalformedMessage);
  });

  it.each([
    ['none', undefined, 5],
    ['the 0 that Python sends when nobody chose', 0, 5],
    ['a chosen one', 2, 2],
    ['one beyond our scale', 255, 9],
  ])('reads the priority of the message: %s', (_, priority, read) => {
    const properties = received({ contentType: 'application/json', headers, priority });
    expect(decodeTask(Buffer.from('[[],{},{}]'), properties)).toMatchObject({ priority: read });
  });

  it('gives whole milliseconds, which a retry can carry', () => {
    const properties = received({
      contentType: 'application/json',
      headers: { ...headers, timelimit: [0.0015, undefined] },
    });
    expect(decodeTask(Buffer.from('[[],{},{}]'), properties)).toMatchObject({
      hardLimitMs: 2,
      softLimitMs: null,
    });
  });

  it('needs a task id', () => {
    const properties = received({ contentType: 'application/json', headers: { ...headers, id: '7' } });
    expect(() => decodeTask(Buffer.from('[[],{},{}]'), properties)).toThrow(MalformedMessage);
  });
});
