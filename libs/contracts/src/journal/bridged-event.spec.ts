import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { catalogue } from '../catalogue.js';
import type { TaskDefinition } from '../task-definition.js';
import { EventsOf, WorkerEventsOf } from '../testing/events.js';
import { boundedJson, bridgedEvent, TASK_EVENT_SCHEMA_VERSION } from './bridged-event.js';
import { readableEvent } from './readable-event.js';

const schema = JSON.parse(readFileSync(join(__dirname, 'task-event.schema.json'), 'utf8')) as {
  readonly $id: string;
  readonly oneOf: readonly { readonly properties: { readonly type: { readonly const: string } } }[];
};
const fits = new Ajv2020({ formats: fullFormats, allowUnionTypes: true }).compile(schema);

const task = new EventsOf('018f0000-0000-7000-8000-000000000004');
const EVENTS = [
  task.accepted(0, { eta: '2030-01-01T00:00:00.000Z', trace_id: 'a'.repeat(32) }),
  task.refused(1),
  task.started(1),
  task.interrupted(1, 2),
  task.progressed(2, 3),
  task.succeeded(1, 2),
  task.retry(1, 2),
  task.failed(1, 2),
  task.deadLettered(1),
  task.revoked(1),
  task.terminated(1, 2),
  task.expired(1),
  { type: 'rescheduled', task_id: task.task_id, at: at(2), attempt: 1, eta: at(3), by: 'admin' } as const,
  task.revokeRequested(1, true),
  task.revokeAcknowledged(2),
];

function at(second: number): string {
  return `2030-01-01T00:00:0${second}.000Z`;
}

it.each(EVENTS)('says of $type what the schema says', (event) => {
  const bridged = bridgedEvent(readableEvent(event) as (typeof EVENTS)[number]);
  expect(bridged).toMatchObject({ type: event.type, task_id: task.task_id, at: event.at });
  fits(bridged);
  expect(fits.errors).toBeNull();
  // Each field is demanded where it is not optional, so that the schema could not fit just anything.
  expect(fits({ ...bridged, at: 'yesterday' })).toBe(false);
  expect(fits({ ...bridged, task_id: undefined })).toBe(false);
});

it('has a schema for exactly the events that are passed on', () => {
  const described = schema.oneOf.map(({ properties }) => properties.type.const);
  expect(described.sort()).toEqual([...new Set(EVENTS.map(({ type }) => type))].sort());
  expect(schema.$id).toBe(`urn:celerity:task-event:${TASK_EVENT_SCHEMA_VERSION}`);
});

it('passes on nothing of workers, logs and barriers', () => {
  const worker = new WorkerEventsOf();
  expect(bridgedEvent(worker.beat(1))).toBeNull();
  expect(bridgedEvent({ type: 'logged', worker: 'w1', at: at(1), lines: [] })).toBeNull();
  expect(bridgedEvent({ type: 'barrier', barrier_id: 'b1', at: at(1) })).toBeNull();
});

it('hides what the contract calls secret', () => {
  const debug = catalogue.find('debug_task') as TaskDefinition;
  const guarded = { ...debug, positional: ['to', 'code'], secrets: ['password', 'code'] };
  const event = task.accepted(0, { args: ['you', 'canary'], kwargs: { password: 'canary', cc: 'me' } });
  const bridged = bridgedEvent(event, { find: () => guarded });
  expect(bridged).toMatchObject({ args: ['you', '***'], kwargs: { password: '***', cc: 'me' } });
  expect(JSON.stringify(bridged)).not.toContain('canary');
});

it('leaves out what is too large, says so, and cuts no value in the middle', () => {
  const large = { ...task.succeeded(1, 2), result: 'é'.repeat(1_000) };
  expect(boundedJson(large, 10_000)).toEqual({ json: JSON.stringify(large), leftOut: [] });
  const { json, leftOut } = boundedJson(large, 1_500);
  expect(leftOut).toEqual(['result']);
  expect(JSON.parse(json)).toEqual({ ...large, result: null, left_out: ['result'] });
  expect(fits(JSON.parse(json))).toBe(true);

  const both = task.accepted(0, { args: ['a'.repeat(900)], kwargs: { k: 'k'.repeat(900) } });
  expect(JSON.parse(boundedJson(both, 1_500).json)).toMatchObject({ kwargs: null, left_out: ['kwargs'] });
  const none = JSON.parse(boundedJson(both, 700).json) as object;
  expect(none).toMatchObject({ args: null, kwargs: null, left_out: ['kwargs', 'args'] });
  expect(fits(none)).toBe(true);
});
